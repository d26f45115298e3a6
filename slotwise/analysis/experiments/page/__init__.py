"""Page: a report as one file of HTML that needs nothing else: no script, no picture, no font, no network.

Made of the report document alone, so that a frozen report is a file that can be handed on. It stands under POLICY.
"""

from typing import Any

from slotwise.analysis.experiments.page import tables
from slotwise.analysis.experiments.page.bands import Day, band
from slotwise.analysis.experiments.page.intervals import Bar, intervals
from slotwise.analysis.experiments.page.markup import Html, Part, join, tag
from slotwise.analysis.experiments.page.style import POLICY, STYLE
from slotwise.figures import moment

__all__ = ["POLICY", "page"]

_WORDS = {
    "ship": "Ship", "roll_back": "Roll back", "keep_going": "Keep going", "no_difference": "No difference",
    "unhealthy": "Unhealthy", "too_early": "Too early", "preferred": "A preference",
}  # fmt: skip


def page(report: dict[str, Any]) -> str:
    """Return the page of a report as `reporting.report` or `freezing.freeze` made it."""
    title = f"{report['title'] or report['experiment']}: report"
    body = tag("main", _head(report), _verdict(report), _parts(report), _foot(report))
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("title", title),
        tag("style", Html(STYLE)),
    ]
    return "<!doctype html>\n" + tag("html", tag("head", head), tag("body", body), lang="en") + "\n"


def _head(report: dict[str, Any]) -> list[Html]:
    state = "frozen" if report.get("frozen") else "over" if report.get("over") else "running"
    end = "planned end reached" if report["final"] else "before its planned end"
    line = f"{report['experiment']}, phase {report['phase']}, {state}, {end}; as of {moment(report['as_of'])}"
    return [tag("h1", report["title"] or report["experiment"]), tag("p", line, class_="soft")]


def _verdict(report: dict[str, Any]) -> Html:
    said = report["verdict"]
    others = [each["text"] for name, each in said.get("variants", {}).items() if name != said["variant"]]
    return tag(
        "section",
        tag("strong", _WORDS.get(said["code"], said["code"])),
        tag("p", said["text"]),
        tag("ul", [tag("li", each) for each in said["reasons"]]) if said["reasons"] else None,
        [tag("p", each, class_="soft") for each in others],
        class_=f"card verdict {said['code']}",
        aria_label="Verdict",
    )


def _parts(report: dict[str, Any]) -> Part:
    if report["kind"] == "interleaving":
        return [_section("Preference", tables.preference(report)), _section("Health", tables.health(report))]
    return [
        _section("The experiment", _asked(report), tables.variants(report), tables.happened(report)),
        _section("Every metric against control", *_intervals(report)),
        _section("The primary metric from day to day", *_bands(report)),
        _section("Figures", tables.metrics(report), tables.guardrails(report)),
        _section("Segments", *tables.segments(report)) if report["segments"] else None,
        _section("Health", tables.health(report)),
    ]


def _section(title: str, *parts: Part) -> Html:
    return tag("section", tag("h2", title), tag("div", *parts, class_="card"))


def _asked(report: dict[str, Any]) -> Html:
    rows = {
        "hypothesis": report["hypothesis"],
        "owner": report["owner"],
        "touchpoints": ", ".join(report["touchpoints"]) or "all",
        "audience": report["audience"] or "everybody",
        "unit": report["unit"],
        "began": moment(report["began_at"]),
        "ended": moment(report["ended_at"]),
        "days": f"{report['days']:g} of {report['plan']['days']:g} planned",
        "method": f"{report['method'].replace('_', ' ')}, alpha {report['alpha']:g}, power {report['power']:g}",
        "smallest effect worth shipping": f"{100 * report['minimum_effect']:g} %",
    }
    return tag("dl", [(tag("dt", name), tag("dd", told)) for name, told in rows.items() if told])


def _intervals(report: dict[str, Any]) -> list[Part]:
    bars: dict[bool, list[Bar]] = {True: [], False: []}
    for metric in report["metrics"]:
        for name, told in metric["comparisons"].items():
            if told["absolute"] is not None:
                which = "relative" if told["relative"] else "absolute"
                bars[which == "relative"].append(_bar(metric, name, told, which))
    text = "Bar: one look. Line: all looks together. An arrow goes beyond the edge."
    found: list[Part] = []
    if bars[True]:
        found.append(_wide(intervals(bars[True], "Relative change against control", text)))
    if bars[False]:
        drawing = _wide(intervals(bars[False], "Change against control", text))
        found += [tag("h3", "Without a share of control's value"), drawing]
    return [*found, tag("p", text, class_="soft")] if found else [tag("p", "Nothing can be compared yet.")]


def _wide(drawing: Html) -> Html:
    """A drawing that is moved to and fro where the screen is narrower than it."""
    return tag("div", drawing, class_="wide", tabindex="0")


def _bar(metric: dict[str, Any], name: str, told: dict[str, Any], which: str) -> Bar:
    fixed, always, decides = (told[each][which] for each in ("fixed", "always", "decides"))
    low, high = decides["low"], decides["high"]
    up = metric["direction"] == "up"
    tone = "open"
    if low is not None and low > 0:
        tone = "better" if up else "worse"
    elif high is not None and high < 0:
        tone = "worse" if up else "better"
    one_look, all_looks = ((each["low"], each["high"]) for each in (fixed, always))
    return Bar(f"{metric['metric']}, {name}", fixed["value"], one_look, all_looks, tone, which == "relative")


def _bands(report: dict[str, Any]) -> list[Part]:
    metric = next(each for each in report["metrics"] if each["role"] == "primary")
    found: list[Part] = []
    for place, name in enumerate(metric["comparisons"]):
        rows = [(row["day"], row["comparisons"][name]) for row in metric["days"] if name in row["comparisons"]]
        if not rows:
            continue
        relative = rows[-1][1]["scale"] == "relative"
        days = [Day(day, each["value"], each["low"], each["high"]) for day, each in rows]
        sign = 1 if metric["direction"] == "up" else -1
        minimum = sign * report["minimum_effect"] if relative else None
        title = f"{metric['title']}: {name} against {report['control']}, cumulative"
        found += [tag("h3", title), _wide(band(days, title, f"t-band-{place}", minimum, relative))]
    note = "The band holds at all days together: looking early is safe. Dashed: the smallest effect worth shipping."
    return [*found, tag("p", note, class_="soft")] if found else [tag("p", "Nothing can be compared yet.")]


def _foot(report: dict[str, Any]) -> Html:
    frozen = report.get("frozen")
    told: list[Part] = ["Intervals are over units, not exposures. "]
    if frozen:
        told += ["Frozen; SHA-256 of the document: ", tag("code", frozen["digest"])]
    return tag("footer", join(told))
