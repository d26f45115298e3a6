"""The command `slotwise probes`: what every probe sees now, over the live log or a folder, and the latest alarms."""

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from service.commands.log_read import DataDir, Definitions, log_read
from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from slotwise.configuration import Configuration
    from slotwise.metering import Metering

_ALARMS = 20


def command(
    log: Annotated[Path | None, typer.Option("--log", help="Folder of a log; default: the live log.")] = None,
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M:%S"], help="Moment to look from, UTC; default: now.")
    ] = None,
    definitions: Definitions = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show what every probe sees, over the live log or with --log over a folder; no alarm is fired."""
    output = Output(json)
    if log is None:
        seen, alarms = _live(data_dir, definitions, at)
    else:
        seen, alarms = _over(data_dir, log, definitions, at), []
    output.result({"data": seen, "alarms": alarms}, lambda: _shown(seen, alarms))


def _live(data_dir: Path | None, definitions: Path | None, at: datetime | None) -> tuple[list[Any], list[Any]]:
    from service.definitions import definitions as found
    from service.moments import to_text
    from service.published import published
    from service.settings import settings_of
    from service.stores.live_rows import LiveRows
    from service.stores.opening import opened
    from service.stores.probe_alarms import ProbeAlarms
    from slotwise.documents.metrics import Metric
    from slotwise.metering import Metering

    settings = settings_of(data_dir)
    configuration, model = found(settings, definitions), published(settings)
    with opened(settings) as database:
        rows = LiveRows(database, None if model is None else model.catalog)
        metering = Metering(rows, {each.id: each for each in configuration.of(Metric)})
        seen = _verdicts(configuration, metering, int(time.time() * 1_000) if at is None else _ms(at))
        alarms = [
            {"alarm": each.id, "probe": each.probe, "at": to_text(each.at), "value": each.value,
             "threshold": each.threshold, "ended_at": None if each.ended_at is None else to_text(each.ended_at)}
            for each in ProbeAlarms(database).latest(_ALARMS)
        ]  # fmt: skip
    return seen, alarms


def _over(data_dir: Path | None, log: Path, definitions: Path | None, at: datetime | None) -> list[Any]:
    from slotwise.analysis.log_source import LogSource
    from slotwise.documents.metrics import Metric
    from slotwise.metering import Metering

    with log_read(data_dir, log, definitions) as read:
        metrics = {each.id: each for each in read.configuration.of(Metric)}
        metering = Metering(LogSource(read.opened), metrics)
        return _verdicts(read.configuration, metering, read.until if at is None else _ms(at))


def _verdicts(configuration: "Configuration", metering: "Metering", now: int) -> list[Any]:
    from slotwise.documents.probes import Probe
    from slotwise.probing import verdict

    return [verdict(probe, metering, now).to_json() for probe in configuration.of(Probe)]


def _ms(moment: datetime) -> int:
    from datetime import UTC

    from slotwise.measures.spans import to_ms

    return to_ms(moment.replace(tzinfo=UTC))


def _shown(seen: list[Any], alarms: list[Any]) -> RenderableType:
    rows = [
        {
            "probe": each["probe"],
            "state": each["state"].replace("_", " "),
            "value": _short(each["value"]),
            "95 %": "" if each["low"] is None else f"{_short(each['low'])} to {_short(each['high'])}",
            "not below": _short(each["bounds"]["low"]),
            "not above": _short(each["bounds"]["high"]),
        }
        for each in seen
    ]
    parts: list[RenderableType] = [table(rows, "Probes") if rows else "there are no probes"]
    return Group(*parts, *([table(alarms, "Latest alarms")] if alarms else []))


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"
