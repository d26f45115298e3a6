"""Reports and plans of experiments, made by the command line from a log; `--write` keeps them for API and console."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.commands.log_read import LogRead, log_read
from slotwise.errors import MeasureError

if TYPE_CHECKING:
    from slotwise.documents.experiments import Experiment, Phase

_WAIT = 600.0
"""Seconds that another export of the same log may take: the service makes one now and then by itself."""


@dataclass(frozen=True)
class Reported:
    """A report with its page; `frozen`: it was kept at the end of its phase, and is the last word."""

    report: dict[str, Any]
    html: str
    frozen: bool


@contextmanager
def own_or_given(data_dir: Path | None, log: Path | None, definitions: Path | None) -> Iterator[LogRead]:
    """Open a log; the installation's own is exported up to now first. Raises as `log_read`."""
    from service.definitions import is_installed
    from service.export.installed import exporter
    from service.settings import settings_of
    from service.stores.opening import opened

    settings = settings_of(data_dir)
    if log is None and is_installed(settings):
        with opened(settings) as database:
            rows = exporter(settings, database).run(settings.data_dir / "export", wait=_WAIT)["rows"]
        if not rows.get("events"):
            raise MeasureError("nobody has done anything yet: the log has no events", hint="--log FOLDER")
    with log_read(data_dir, log, definitions) as read:
        yield read


def reported(read: LogRead, experiment: "Experiment", phase: int | None, own: bool) -> Reported:
    """Return the report of a phase, the last one by default: the frozen one of an own log that has one."""
    from slotwise.analysis.experiments.reporting import phase_of

    chosen = phase_of(experiment, phase)
    kept = _kept(read, experiment, chosen) if own else None
    return kept or made(read, experiment, chosen)


def written(read: LogRead, experiment: "Experiment") -> None:
    """Keep the report of the phase that runs, and freeze those of phases that are over and have none."""
    from service.experiments.files import keep
    from service.stores.experiment_reports import ExperimentReports
    from service.stores.opening import opened

    for phase in experiment.phases:
        over = phase.ended_at is not None
        before = _kept(read, experiment, phase) if over else None
        if before is not None:
            # Its files may be missing all the same: the disk was full, or somebody cleared up.
            keep(read.settings.data_dir, before.report, before.html)
            continue
        found, now = made(read, experiment, phase), int(time.time() * 1_000)
        with opened(read.settings) as database:
            reports = ExperimentReports(database)
            if over:
                reports.freeze(experiment.id, phase.number, found.report, found.html, now)
            else:
                reports.put(experiment.id, found.report, found.html, (phase.began_at, read.until), now)
            kept = reports.frozen(experiment.id, phase.number)
        if kept is not None:
            keep(read.settings.data_dir, kept.report, kept.html)


def made(read: LogRead, experiment: "Experiment", phase: "Phase") -> Reported:
    """Make the report of a phase from the log; that of a phase that is over is sealed."""
    from slotwise.analysis.experiments.freezing import freeze
    from slotwise.analysis.experiments.page import page
    from slotwise.analysis.experiments.reporting import report

    found = report(read.opened, experiment, read.configuration, phase.number, None, _planned(read, experiment, phase))
    if phase.ended_at is not None and read.until >= phase.ended_at:
        found = freeze(found)
    return Reported(found, page(found), False)


def _kept(read: LogRead, experiment: "Experiment", phase: "Phase") -> Reported | None:
    from service.definitions import is_installed
    from service.stores.experiment_reports import ExperimentReports
    from service.stores.opening import opened

    if phase.ended_at is None or not is_installed(read.settings):
        return None
    with opened(read.settings) as database:
        found = ExperimentReports(database).frozen(experiment.id, phase.number)
    return None if found is None else Reported(found.report, found.html, True)


def _planned(read: LogRead, experiment: "Experiment", phase: "Phase") -> int | None:
    """The units that the phase was planned for, where it began by a plan."""
    from service.definitions import is_installed
    from service.stores.experiment_plans import ExperimentPlans
    from service.stores.opening import opened

    if not is_installed(read.settings):
        return None
    with opened(read.settings) as database:
        found = ExperimentPlans(database).of(experiment.id, phase.number)
    return None if found is None else int(found["planned_units"])
