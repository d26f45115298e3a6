"""The command `slotwise metrics`: the dictionary of metrics measured over the log, one engine for every surface."""

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType

from service.commands.log_read import DataDir, Definitions, Log, Since, Until, Write, log_read
from slotwise.console import Json, Output, table
from slotwise.figures import figure


def command(
    metric: Annotated[list[str] | None, typer.Argument(metavar="[METRIC]...", help="Metrics; default: all.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="A fact to tell it apart by: touchpoint, scene, person.plan_tier ...")
    ] = None,
    since: Since = None,
    until: Until = None,
    log: Log = None,
    definitions: Definitions = None,
    write: Write = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Measure the metrics of the dictionary over the log, with intervals, by day, touchpoint, scene and segment."""
    from slotwise.analysis.log_source import LogSource
    from slotwise.analysis.metrics import days_of, groups_of, sheet
    from slotwise.documents.metrics import Metric
    from slotwise.measures.spans import Span, milliseconds
    from slotwise.metering import Metering

    output, sheets = Output(json), dict[str, Any]()
    with log_read(data_dir, log, definitions) as read, output.progress() as bar:
        metrics = {each.id: each for each in read.configuration.of(Metric)}
        metering, names = Metering(LogSource(read.opened), metrics), metric or list(metrics)
        groups = groups_of(read.opened) if write else checked_groups(by or [])
        task, spans = bar.add_task("measuring", total=len(names)), list[Span]()
        for name in names:
            entry = metering.entry(name)
            span = read.span(since, until, entry.time_zone, milliseconds(entry.window))
            days = days_of(entry, span.until) if write or metric else None
            sheets[name] = sheet(metering, name, span, groups, days)
            spans.append(span)
            bar.update(task, advance=1)
        if write:
            read.write("metric", sheets, Span(min(each.since for each in spans), max(each.until for each in spans)))
    output.result({"data": list(sheets.values())}, lambda: _shown(list(sheets.values()), bool(metric)))


def checked_groups(names: list[str]) -> list[str]:
    """Return facts to tell figures apart by; raise MeasureError for what no row of the log tells."""
    from slotwise.errors import MeasureError
    from slotwise.measures.source import is_known

    for name in names:
        if not is_known(name):
            expected = "touchpoint, scene, context.<fact>, product.<fact>, person.<attribute> ..."
            raise MeasureError(f"{name!r} is not a fact of a row of the log", expected=expected, given=name)
    return names


def _shown(sheets: list[dict[str, Any]], whole: bool) -> RenderableType:
    rows = [_row(each["metric"], each, each) for each in sheets]
    if not whole:
        return table(rows, "Metrics") if rows else "there are no metrics"
    parts: list[RenderableType] = [table(rows)]
    for each in sheets:
        for name, groups in each["by"].items():
            rows = [_row(group["group"] or "-", group, each) for group in groups]
            parts.append(table(rows, f"{each['metric']} by {name}"))
        if each["days"]:
            parts.append(table([_row(day["day"], day, each) for day in each["days"]], f"{each['metric']} by day"))
    return Group(*parts)


def _row(name: str, found: dict[str, Any], sheet: dict[str, Any]) -> dict[str, Any]:
    unit = sheet["unit"]
    row = {"": name, "value": figure(found["value"], unit), "95 %": _bounds(found, unit)}
    row["persons"] = found["persons"]
    if "before" in found:
        row["before"] = figure(found["before"]["value"], unit)
    return row


def _bounds(found: dict[str, Any], unit: str) -> str:
    low, high = (figure(found[name], unit).removesuffix(f" {unit}").removesuffix(" %") for name in ("low", "high"))
    return f"{low} to {high}" if found["low"] is not None else ""
