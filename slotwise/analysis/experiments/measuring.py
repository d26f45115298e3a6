"""Measuring: one metric in one view, let grow day by day: its looks, and what only the primary metric is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from slotwise.analysis.experiments.fading import fading
from slotwise.analysis.experiments.findings import level_of
from slotwise.analysis.experiments.grown import Reader, adjusts
from slotwise.analysis.experiments.health import Check, alpha_of
from slotwise.analysis.experiments.looks import Look, looker
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.segments import segment, told
from slotwise.analysis.experiments.values import Values
from slotwise.analysis.experiments.views import View
from slotwise.analysis.opened import OpenLog
from slotwise.documents.experiments import Experiment, Phase
from slotwise.errors import DatasetError, MeasureError
from slotwise.statistics.before import biased_before, difference_before
from slotwise.statistics.capping import capped
from slotwise.statistics.moments import Moments


@dataclass
class Measured:
    """One metric in one view."""

    reading: Reading
    looks: list[Look] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    segments: list[dict[str, Any]] = field(default_factory=list)
    cap: dict[str, Any] | None = None
    why: str = ""
    """Why nothing could be read."""


def measure(
    opened: OpenLog, experiment: Experiment, phase: Phase, view: View, reader: Reader, reading: Reading
) -> Measured:
    """Read a metric of the view whose units are in the table units.TABLE."""
    try:
        sides = reader.sides(reading)
    except (MeasureError, DatasetError) as error:
        return Measured(reading, why=error.detail)
    values = Values(view.units, reading, sides, view.time)
    adjust, level = adjusts(experiment, phase, reading), level_of(reading.role, experiment, phase)
    look = looker(values, adjust, experiment.kind == "bandit")
    found = Measured(reading, [look(values, step, level) for step in values.steps()])
    if reading.cap is not None:
        found.cap = capped(values.over, reading.cap).to_json()
    plain = reading.quantile is None and experiment.kind != "bandit"
    if reading.role == "primary" and plain and len(view.names) > 1:
        alpha = alpha_of(experiment, phase, view.time)
        found.checks = [*_before(values, adjust, alpha), *fading(values, alpha)]
        facts = [segment(opened, fact, view.time, len(view.units)) for fact in experiment.segments]
        found.segments = told(facts, values, adjust, level)
    return found


def _before(values: Values, known: bool, alpha: float) -> Sequence[Check]:
    """Hold the variants' pasts against each other."""
    if not known:
        return []
    moments = [Moments.of(values.rows[each]) for each in values.units.slices]
    found = []
    for name, each in zip(values.units.names[1:], moments[1:], strict=True):
        before = difference_before(moments[0], each, values.reading.kind)
        if before is None:
            continue
        biased = biased_before(before, alpha)
        detail = f"{name}: its units did not differ from control's before they were exposed"
        if biased:
            detail = f"{name}: its units differed from control's before the experiment (p {before.absolute.p_text})"
        figures = {"variant": name, "difference": before.absolute.to_json()}
        found.append(Check("no_difference_before", not biased, detail, figures))
    return found
