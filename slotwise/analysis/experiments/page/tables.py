"""Tables: the figures of a report to be read, and to be read out."""

from collections.abc import Sequence
from typing import Any

from slotwise.analysis.experiments.page.markup import Html, Part, tag
from slotwise.analysis.experiments.page.written import interval, p
from slotwise.figures import NOTHING, figure, moment


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Part]]) -> Html:
    """Return a table whose first column names the row."""
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", each, scope="col") for each in head])),
            tag("tbody", [
                tag("tr", tag("th", row[0], scope="row"), [tag("td", each) for each in row[1:]]) for row in rows
            ]),
        ),
        class_="wide", tabindex="0",
    )  # fmt: skip


def variants(report: dict[str, Any]) -> Html:
    """Return who was compared."""
    rows: list[list[Part]] = [
        [
            each["variant"] + (" (control)" if each["variant"] == report["control"] else ""),
            each["title"],
            f"{100 * each['weight']:.4g} %",
            (each["pinned"] or {}).get("version") or each["model"] or "as everybody",
            f"{report['units'].get(each['variant'], 0):,}",
        ]
        for each in report["variants"]
    ]
    return table("Units by variant", ["variant", "title", "weight", "model version", "units"], rows)


def metrics(report: dict[str, Any]) -> Html:
    """Return every metric's comparison, one row a metric and variant."""
    rows = [_metric(each, name, told) for each in report["metrics"] for name, told in each["comparisons"].items()]
    one = "one look" if report["final"] else "one look (not final)"
    head = ["metric", "role", "control", "variant", one, "all looks", "p, adjusted", "by the past"]
    return table("Every metric of every variant, against control", head, rows)


def _metric(metric: dict[str, Any], name: str, told: dict[str, Any]) -> list[Part]:
    which = "relative" if told["relative"] else "absolute"
    past = f"variance × {told['variance_ratio']:.3f}" if told["adjusted_by_past"] else NOTHING
    return [
        metric["title"] + _reads(metric),
        metric["role"],
        figure(told["control_value"], metric["unit"]),
        f"{name}: {figure(told['treated_value'], metric['unit'])}",
        interval(told["fixed"][which], which == "relative") if told["absolute"] else told["why"] or metric["why"],
        interval(told["always"][which], which == "relative"),
        p(told["p_adjusted"], told["p_text"]),
        past,
    ]


def _reads(metric: dict[str, Any]) -> str:
    said = []
    if metric["quantile"] is not None:
        said.append(f"quantile {metric['quantile']:g}")
    if metric["cap"] is not None:
        hit = "" if metric["capped"] is None else f", {metric['capped']['share_of_persons']:.2%} of units above"
        said.append(f"capped at {metric['cap']:g}{hit}")
    if metric["window_days"] is not None:
        said.append(f"within {metric['window_days']:g} days of exposure")
    return f" ({'; '.join(said)})" if said else ""


def guardrails(report: dict[str, Any]) -> Html | None:
    """Return what must not get worse, and whether that is shown."""
    rows: list[list[Part]] = [
        [f"{each['title']} ({name})", f"{100 * each['margin']:.4g} %", _kept(told["guardrail"]), told["why"]]
        for each in report["metrics"]
        if each["role"] == "guardrail"
        for name, told in each["comparisons"].items()
    ]
    return table("Guardrails", ["metric", "margin", "state", "remark"], rows) if rows else None


def _kept(kept: dict[str, Any] | None) -> Html:
    if kept is None:
        return tag("span", "not known")
    if kept["breached"]:
        return tag("span", "✗ harmed beyond the margin", class_="no")
    return tag("span", "✓ inside the margin", class_="yes") if kept["inside"] else tag("span", "not shown yet")


def segments(report: dict[str, Any]) -> list[Html]:
    """Return the primary metric by the facts that were declared."""
    found = []
    for each in report["segments"]:
        rows: list[list[Part]] = [
            [row["value"] or "(not known)", name, f"{row['variants'][name]['units']:,}",
             interval(told["relative"] or told["absolute"], told["relative"] is not None), p(told["p_adjusted"])]
            for row in each["rows"]
            for name, told in row["comparisons"].items()
        ]  # fmt: skip
        alike = "; ".join(f"{name} p {p(it['p_value'])}" for name, it in each["differing"].items())
        caption = f"By {each['segment']}. Whether the lift differs between its values: {alike or NOTHING}"
        found.append(table(caption, ["value", "variant", "units", "lift", "p, adjusted"], rows))
    return found


def preference(report: dict[str, Any]) -> Html:
    """Return whose choices persons prefer, on the whole and at every touchpoint."""
    found = report["preference"]
    parts = {"everywhere": found["preference"], **found["touchpoints"]}
    rows: list[list[Part]] = [
        [
            name,
            f"{each['tally']['one']:,}",
            f"{each['tally']['other']:,}",
            f"{100 * each['value']:.1f} % ({100 * each['low']:.1f} to {100 * each['high']:.1f} %)",
            f"{100 * each['always_low']:.1f} to {100 * each['always_high']:.1f} %",
        ]
        for name, each in parts.items()
    ]
    one, other = found["one"], found["other"]
    head = ["where", f"persons for {one}", f"persons for {other}", f"share for {other}, one look", "all looks"]
    return table(f"{found['clicks']:,} clicks of {found['units']:,} units", head, rows)


def health(report: dict[str, Any]) -> Html:
    """Return the checks."""
    rows: list[list[Part]] = [
        [
            each["check"].replace("_", " "),
            tag("span", "✓ in order", class_="yes") if each["ok"] else tag("span", "✗ not in order", class_="no"),
            each["detail"],
        ]
        for each in report["health"]
    ]
    return table("What must be in order before any number is believed", ["check", "state", "found"], rows)


def happened(report: dict[str, Any]) -> Html:
    """Return the ramp and the pauses."""
    rows: list[list[Part]] = [
        [moment(each["at"]), f"{100 * each['share']:.4g} % of the layer"] for each in report["ramp"]
    ]
    for each in report["pauses"]:
        who = each["variant"] or "the whole experiment"
        until = f" until {moment(each['until'])}" if each["until"] else ""
        rows.append([moment(each["at"]), f"{who} paused{until}: {each['why'] or 'by hand'}"])
    rows.sort(key=lambda row: str(row[0]))
    return table("Ramp and pauses", ["when", "what"], rows)
