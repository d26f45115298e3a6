"""Sections of the report: from the judgement's document to tables and charts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from training.metrics import metrics
from training.report.charts import WIDTH, bars, curve, forest

MODEL = "model"
_TOP = 25
_ORDER = ("model", "champion", "popular_in_scene", "popular", "last_touched", "random")


def sections(document: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page's template shows, by name."""
    learned = document.get("learned", {})
    found: dict[str, Any] = {
        "judged": "metrics" in document,
        "learned": learned,
        "facts": _facts(document, learned),
        "options": orjson.dumps(dict(options), option=orjson.OPT_INDENT_2).decode(),
        "features": _features(learned),
        "themes": _themes(learned),
        "seen": _seen(learned),
        "seconds": _seconds(document),
    }
    return found | (_judged(document) if found["judged"] else {})


def _judged(document: Mapping[str, Any]) -> dict[str, Any]:
    main, everybody = document["main"], _everybody(document)
    return {
        "verdicts": _verdicts(document),
        "title": _titles().get(main, main),
        "main_chart": forest([_row(who, values.get(main), _kind(who)) for who, values in everybody.items()]),
        "difference_chart": forest(
            [
                _row(f"against {_plain(who)}", each.get(main), _kind(who))
                for who, each in _differences(document).items()
            ],
            True,
        ),
        "table": _table(everybody, main),
        "contenders": [_plain(who) for who in everybody],
        "slices": _slices(document),
        "slice_chart": _slice_chart(document),
        "funnel": document.get("funnel", []),
        "found_chart": bars([_bar(each["source"], each["found"], "match") for each in document.get("funnel", [])], "%"),
        "score_chart": _score_chart(document),
        "tail_chart": _tail_chart(document),
        "level_chart": bars([_bar(_plain(name), share, "person") for name, share in document["levels"].items()], "%"),
        "since": _date(document["since"]) if document["by"] == "time" else "",
    }


def _everybody(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    everybody = dict(document["metrics"])
    if "metrics" in document.get("champion", {}):
        everybody["champion"] = document["champion"]["metrics"]
    return {name: everybody[name] for name in sorted(everybody, key=lambda each: (_place(each), each))}


def _differences(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found = dict(document["differences"])
    if "differences" in document.get("champion", {}):
        found["champion"] = document["champion"]["differences"]
    return {name: found[name] for name in sorted(found, key=lambda each: (_place(each), each))}


def _verdicts(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Say of everybody that the model is compared with whether it is better, worse, or not told apart."""
    found = []
    for who, each in _differences(document).items():
        difference = each.get(document["main"])
        if difference is None or difference["low"] is None:
            continue
        better, worse = difference["low"] > 0, difference["high"] < 0
        kind = "better" if better else "worse" if worse else "open"
        word = {"better": "better than", "worse": "worse than", "open": "not told apart from"}[kind]
        found.append({"kind": kind, "text": f"{word} {_plain(who)}"})
    return found


def _table(everybody: Mapping[str, Mapping[str, Any]], main: str) -> list[dict[str, Any]]:
    rows = []
    for name, metric in sorted(metrics().items(), key=lambda each: (each[0] != main, each[0])):
        values = [each.get(name) for each in everybody.values()]
        if any(each and each["value"] is not None for each in values):
            rows.append(
                {"name": name, "title": metric.title, "better": metric.better, "values": values, "main": name == main}
            )
    return rows


def _slices(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    against = document.get("champion", {}).get("slices", {})
    return [
        {"name": name, "model": each[MODEL], "popular": each.get("popular"), "champion": against.get(name)}
        for name, each in document["slices"].items()
    ]


def _slice_chart(document: Mapping[str, Any]) -> str:
    rows = []
    for name, each in document["slices"].items():
        rows.append(_row(name, each[MODEL], "model") | {"note": f"n={each[MODEL]['cases']}"})
    return forest(rows, width=2 * WIDTH)


def _features(learned: Mapping[str, Any]) -> str:
    ordered = [each for each in learned.get("features", []) if each["gain"] > 0]
    total = sum(each["gain"] for each in ordered) or 1.0
    return bars([_bar(each["feature"], each["gain"] / total, each["theme"]) for each in ordered[:_TOP]], "%")


def _themes(learned: Mapping[str, Any]) -> str:
    gains: dict[str, float] = {}
    for each in learned.get("features", []):
        gains[each["theme"]] = gains.get(each["theme"], 0.0) + each["gain"]
    total = sum(gains.values())
    ordered = sorted(gains.items(), key=lambda each: -each[1])
    return bars([_bar(theme, gain / total, theme) for theme, gain in ordered], "%") if total else ""


def _score_chart(document: Mapping[str, Any]) -> str:
    points = [(each["score"], each["rate"]) for each in document["score_curve"]]
    series = [{"label": "wanted", "kind": "model", "points": points}]
    return curve(series, "mean score of a tenth of the placements", "share wanted", (False, True))


def _tail_chart(document: Mapping[str, Any]) -> str:
    tail = document["long_tail"]
    series = [
        {"label": "placements", "kind": "model", "points": [(each["products"], each["placements"]) for each in tail]},
        {
            "label": "past interest",
            "kind": "baseline",
            "points": [(each["products"], each["interest"]) for each in tail],
        },
    ]
    return curve(series, "share of the products, the most popular first", "share that they hold", (True, True))


def _seen(learned: Mapping[str, Any]) -> str:
    seen = learned.get("seen", [])
    points = [(float(slot), each) for slot, each in enumerate(seen, start=1)]
    return curve([{"label": "seen", "kind": "model", "points": points}], "slot", "chance to be seen", (False, True))


def _seconds(document: Mapping[str, Any]) -> str:
    return bars([_bar(name, each, "scene") for name, each in document.get("seconds", {}).items()], " s")


def _facts(document: Mapping[str, Any], learned: Mapping[str, Any]) -> list[tuple[str, str]]:
    data, latency = document.get("data", {}), document.get("latency", {})
    found = [
        ("Data set", f"{data.get('name')}, {data.get('rows', 0):,} events"),
        ("Digest of its files", str(data.get("digest"))),
        ("Labels come from", str(learned.get("labelled_by"))),
        (
            "Learned from",
            f"{learned.get('occasions', 0):,} occasions, {learned.get('rows', 0):,} candidates, "
            f"{learned.get('wanted', 0):,} of them wanted",
        ),
        ("Wanted products that were retrieved", f"{learned.get('found', 0):.1%} of the lessons'"),
        ("Trees", str(learned.get("trees"))),
        ("Bundle", f"{document.get('bundle_bytes', 0) / 1e6:.1f} MB, {str(document.get('bundle_digest'))[:16]}"),
    ]
    if latency:
        found.append(("One decision", " · ".join(f"{name[:-3]} {value:.1f} ms" for name, value in latency.items())))
    return found


def _row(label: str, each: Mapping[str, Any] | None, kind: str) -> dict[str, Any]:
    return {"label": _plain(label), "kind": kind, **(each or {"value": None})}


def _bar(label: str, value: float, kind: str) -> dict[str, Any]:
    return {"label": label, "value": value, "kind": kind}


def _kind(who: str) -> str:
    return who if who in (MODEL, "champion") else "baseline"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _titles() -> Mapping[str, str]:
    return {name: each.title for name, each in metrics().items()}


def _date(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
