"""The command `slotwise funnel`: where persons leave a process, since when, for whom, and what mending it is worth."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from service.commands.log_read import DataDir, Definitions, Log, Since, Until, Write, log_read
from service.commands.metrics import checked_groups
from slotwise.console import Json, Output, table
from slotwise.errors import MeasureError, UnknownProcessError
from slotwise.figures import figure

if TYPE_CHECKING:
    from slotwise.configuration import Configuration
    from slotwise.documents.processes import Process
    from slotwise.measures.spans import Span

_SHORT = {"scene": "scene", "touchpoint": "touchpoint", "channel": "context.channel"}
_DURATION = re.compile(r"[1-9][0-9]{0,3}[hdw]")


def command(
    process: Annotated[str | None, typer.Argument(metavar="[PROCESS]", help="A process; default: all.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="A fact to tell it apart by: scene, touchpoint, person.plan_tier ...")
    ] = None,
    compare: Annotated[
        str, typer.Option(help="Period to compare with: `before`, `last week`, a duration such as 14d, or `none`.")
    ] = "before",
    days: Annotated[int, typer.Option(min=1, max=366, help="Length of the period without --since.")] = 14,
    since: Since = None,
    until: Until = None,
    log: Log = None,
    definitions: Definitions = None,
    write: Write = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show who comes to each step of a process, where they leave, what changed, and the bottleneck with its size."""
    from slotwise.analysis.funnels import funnel
    from slotwise.measures.spans import DAY

    output, found = Output(json), dict[str, Any]()
    groups = checked_groups([_SHORT.get(each, each) for each in by or []])
    with log_read(data_dir, log, definitions) as read, output.progress() as bar:
        chosen = processes(read.configuration, process)
        task = bar.add_task("following journeys", total=len(chosen))
        for each in chosen:
            span = read.span(since, until, each.time_zone, days * DAY)
            shown = groups or (each.segments if write else [])
            found[each.id] = funnel(read.opened, each, span, shown, compared(compare, span, each.time_zone))
            bar.update(task, advance=1)
        if write and chosen:
            read.write("funnel", found, span)
    output.result({"data": list(found.values())}, lambda: Group(*(_shown(each) for each in found.values())))


def processes(configuration: "Configuration", name: str | None) -> "list[Process]":
    """Return the process of a name, or all; raise UnknownProcessError."""
    from slotwise.documents.processes import Process

    every = {each.id: each for each in configuration.of(Process)}
    if name is not None and name not in every:
        raise UnknownProcessError(f"there is no process {name!r}", expected=sorted(every), given=name)
    return list(every.values()) if name is None else [every[name]]


def compared(given: str, span: "Span", place: str) -> "Span | None":
    """Return the period to compare with; raise MeasureError for one that is none, or that overlaps."""
    from slotwise.measures.spans import DAY, Span, milliseconds, zone

    if given == "none":
        return None
    if given == "before":
        return Span(2 * span.since - span.until, span.since)
    back = "7d" if given == "last week" else given
    if not _DURATION.fullmatch(back):
        expected = "before, last week, none, or a duration such as 14d"
        raise MeasureError(f"{given!r} is no period", expected=expected, given=given)
    whole, rest = divmod(milliseconds(back), DAY)
    earlier = span.earlier(whole, zone(place)) if not rest else Span(*(each - milliseconds(back) for each in span))
    if earlier.until > span.since:
        raise MeasureError("the period to compare with overlaps", hint=f"--days {max(whole, 1)}, or a longer --compare")
    return earlier


def _shown(found: dict[str, Any]) -> RenderableType:
    before = found["before"]
    rows = []
    for place, step in enumerate(found["steps"]):
        row = {"step": step["title"], "journeys": step["journeys"], "persons": step["persons"], "left": step["left"]}
        row["go on"] = "" if step["rate"] is None else figure(step["rate"]["value"], "share")
        if before is not None:
            rate = before["steps"][place]["rate"]
            row["before"] = "" if rate is None else figure(rate["value"], "share")
        row["median time"] = "" if step["seconds"] is None else f"{step['seconds']['median']:,.0f} s"
        rows.append(row)
    conversion = figure(found["conversion"]["value"], "share")
    title = f"{found['title']}: {conversion} of {found['journeys']:,} reach the goal"
    parts: list[RenderableType] = [table(rows, title)]
    for name, groups in found["by"].items():
        parts.append(table([_group(each) for each in groups], f"by {name}"))
    parts.append(found["bottleneck"]["text"] if found["bottleneck"] else "No step stands out.")
    if found["bottleneck"] and not found["bottleneck"]["sure"]:
        parts.append("(a hint: nothing is worse than it was, or than elsewhere, beyond chance)")
    return Group(*parts)


def _group(found: dict[str, Any]) -> dict[str, Any]:
    row = {"": found["group"] or "-", "journeys": found["journeys"]}
    row["conversion"] = figure(found["conversion"]["value"], "share")
    row |= {step["title"]: figure(step["rate"]["value"], "share") for step in found["steps"] if step["rate"]}
    return row
