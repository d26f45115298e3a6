"""A review as slotwise.analysis.review gives it, small enough to be written down: what the service stores and tells."""

from typing import Any

WEEK = (1_780_243_200_000, 1_780_848_000_000)


def content(name: str, verdict: str, clicks: int, better: str | None = None) -> dict[str, Any]:
    """One content of a touchpoint."""
    even = {"value": 0.0, "low": -0.1, "high": 0.1}
    gain = {"replacement": better, "replacement_title": better and f"title of {better}"}
    gain |= {"replacement_attractiveness": 0.05 if better else None, "conversions": 0.4, "value": 20.0}
    gain |= {"clicks": {"value": 9.0 if better else 0.0, "low": 4.0 if better else 0.0, "high": 14.0}}
    return {
        "content_id": name, "product_id": f"p-{name}", "category": "plan", "kind": "banner",
        "title": f"title of {name}",
        "exposures": 700, "clicks": clicks, "starts": 1, "steps": 0, "leaves": 0, "conversions": 0, "value": 0.0,
        "examined": 300.0, "due": 12.0, "attractiveness": {"value": 0.01, "low": 0.005, "high": 0.02},
        "ratio": {"value": clicks / 12, "low": clicks / 24, "high": clicks / 6}, "trend": even, "fatigue": even,
        "verdict": verdict, "weak": 0.9, "strong": 0.0, "weak_everywhere": True, "share": 0.5, "gain": gain,
        "slots": [], "segments": {"scene": []}, "fails_in": ["slot 1"], "why": f"why {name}",
        "days": {"exposures": [100] * 7, "clicks": [0, 1, 0, 0, 1, 0, clicks]},
    }  # fmt: skip


def review(until: int = WEEK[1]) -> dict[str, Any]:
    """A week of two touchpoints: one content to replace, one to promote."""
    worth = {"exposures": 700, **{each: {"value": 0.01, "low": 0.0, "high": 0.02} for each in ("clicks", "value")}}
    worth["conversions"] = worth["clicks"]
    data = []
    for name, contents in (
        ("home", [content("c<1>", "replace", 1, "c2"), content("c2", "promote", 30)]),
        ("exit", [content("c2", "keep", 12)]),
    ):
        gain = {"replacing": {"clicks": 9.0, "conversions": 0.4, "value": 20.0}, "marked": 1, "attainable_clicks": 12.0}
        data.append(
            {
                "touchpoint": name, "goal": "click", "exposures": 700, "clicks": 31, "starts": 1, "steps": 0,
                "leaves": 0, "conversions": 0, "value": 0.0, "examination": [{"slot": 1, "chance": 1.0}],
                "typical": 0.04, "worth": worth, "worth_by_segment": {"scene": {"": worth}}, "gain": gain,
                "contents": contents,
            }
        )  # fmt: skip
    verdicts = {"keep": 1, "promote": 1, "replace": 1, "needs_data": 0}
    return {
        "since": WEEK[0], "until": until, "weeks": 1.0, "segments": ["scene"], "exposures": 1400,
        "verdicts": verdicts, "position": "inverse propensities", "touchpoints": data,
    }  # fmt: skip
