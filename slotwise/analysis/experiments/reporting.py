"""Reporting: what a phase of an experiment brought, as one document in plain values.

Times are RFC 3339 in UTC. A report depends on the log, the documents and the moment it is made as of, on nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from slotwise.analysis.experiments.findings import Finding, corrected, finding, level_of
from slotwise.analysis.experiments.grown import Reader
from slotwise.analysis.experiments.health import Check, health
from slotwise.analysis.experiments.measuring import Measured, measure
from slotwise.analysis.experiments.pace import days_left
from slotwise.analysis.experiments.planned import Planned, planned
from slotwise.analysis.experiments.preferring import preferred
from slotwise.analysis.experiments.readings import Reading, readings
from slotwise.analysis.experiments.telling import head, metric_of
from slotwise.analysis.experiments.verdict import Situation, verdict
from slotwise.analysis.experiments.views import View, paused, views
from slotwise.analysis.metrics import end_of
from slotwise.analysis.opened import OpenLog
from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment, Phase
from slotwise.documents.metrics import Metric
from slotwise.errors import MeasureError


def report(
    opened: OpenLog,
    experiment: Experiment,
    configuration: Configuration,
    phase: int | None = None,
    as_of: int | None = None,
    planned_units: int | None = None,
) -> dict[str, Any]:
    """Return the report on a phase, by default the last one, as of a moment (ms UTC), by default the end of the log.

    `planned_units` are those of control and one other variant that the phase was planned for (`planning.plan` tells
    them): they tune the always-valid intervals and must not change while the phase runs.
    Raises MeasureError before the phase began, UnknownMetricError, DatasetError for a log without assignments.
    """
    chosen = phase_of(experiment, phase)
    until = end_of(opened) if as_of is None else min(as_of, end_of(opened))
    if experiment.kind == "interleaving":
        return plain(preferred(opened, experiment, chosen, until))
    metrics = readings(experiment, {each.id: each for each in configuration.of(Metric)})
    if experiment.kind == "bandit":
        # A bandit's unit lasts as long as its batch, which may be shorter than any window.
        metrics = [replace(each, window=None) for each in metrics]
    made = _Made(experiment, chosen, planned_units)
    for view in views(opened, experiment, chosen, until):
        made.check(view, health(opened, experiment, chosen, view))
        reader = Reader(opened, experiment, chosen, view.time, metrics)
        made.add(view, [measure(opened, experiment, chosen, view, reader, each) for each in metrics])
    return plain(made.document(until))


def phase_of(experiment: Experiment, number: int | None) -> Phase:
    """Return a phase by its number, the last one by default; raise MeasureError when there is none."""
    found = [each for each in experiment.phases if number is None or each.number == number]
    if not found:
        what = "has not started" if number is None else f"has no phase {number}"
        raise MeasureError(
            f"{experiment.id} {what}", expected=[each.number for each in experiment.phases], given=number
        )
    return found[-1]


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as JSON knows it: numbers of its own kinds only, nothing that is not finite."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY))
    return found


@dataclass
class _Made:
    """A report under way."""

    experiment: Experiment
    phase: Phase
    stated: int | None
    checks: list[Check] = field(default_factory=list)
    views: list[tuple[View, Planned, list[Measured]]] = field(default_factory=list)

    def check(self, view: View, checks: Iterable[Check]) -> None:
        """Note checks; those of a variant's own view say so."""
        name = view.names[-1]
        own = f"in the time in which {name} ran: " if name in paused(self.phase) else ""
        self.checks += [each._replace(detail=own + each.detail) for each in checks]

    def add(self, view: View, measured: list[Measured]) -> None:
        plan = self.views[0][1] if self.views else planned(self.experiment, view.time, view.units, self.stated)
        self.views.append((view, plan, measured))
        self.check(view, [check for each in measured for check in each.checks])

    def document(self, until: int) -> dict[str, Any]:
        """Return the whole as plain values."""
        view, plan, measured = self.views[0]
        units = {name: count for each, _, _ in self.views for name, count in each.units.counts.items()}
        units[self.phase.control] = view.units.counts[self.phase.control]
        others = [count for name, count in units.items() if name != self.phase.control]
        final = plan.reached(view.time, units[self.phase.control] + min(others, default=0))
        over = self.phase.ended_at is not None and self.phase.ended_at <= until
        found = corrected(self._findings(final))
        left = {each.variant: self._left(each) for each in found if each.reading.role == "primary"}
        at = Situation(view.time.days, final, over, left)
        said = verdict(self.experiment, found, self.checks, units, at)
        return {
            **head(self.experiment, self.phase, view.time, until, plan),
            "final": final,
            "over": over,
            "units": units,
            "excluded": {"two_variants": view.units.twice, "strangers": view.units.strangers},
            "health": [each.to_json() for each in self.checks],
            "metrics": [self._told(place, each.reading, found) for place, each in enumerate(measured)],
            "segments": [each for _, _, some in self.views for it in some for each in it.segments],
            "verdict": said.to_json(),
        }

    def _findings(self, final: bool) -> list[Finding]:
        return [
            self._finding(each, name, plan, final)
            for view, plan, measured in self.views
            for each in measured
            for name in view.names[1:]
        ]

    def _finding(self, measured: Measured, name: str, plan: Planned, final: bool) -> Finding:
        reading = measured.reading
        if not measured.looks:
            return Finding(reading, name, why=measured.why)
        level = level_of(reading.role, self.experiment, self.phase)
        return finding(reading, name, measured.looks, self.experiment, plan, level, final)

    def _left(self, found: Finding) -> float | None:
        view = next(view for view, _, _ in self.views if found.variant in view.names)
        return days_left(self.experiment, found, view.units, view.time)

    def _told(self, place: int, reading: Reading, findings: list[Finding]) -> dict[str, Any]:
        own = [(view, measured[place]) for view, _, measured in self.views]
        level = level_of(reading.role, self.experiment, self.phase)
        return metric_of(reading, own, [each for each in findings if each.reading is reading], self.experiment, level)
