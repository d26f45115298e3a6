"""Readings: the metrics of an experiment with all that is needed to read them: their measures, window and cap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from slotwise.analysis.experiments.serving import SERVING
from slotwise.documents.experiments import Experiment, Judged
from slotwise.documents.metrics import Metric, resolved
from slotwise.errors import UnknownMetricError
from slotwise.measures.measure import Measure
from slotwise.measures.spans import milliseconds
from slotwise.statistics.estimating import Kind

Role = Literal["primary", "secondary", "guardrail"]


@dataclass(frozen=True)
class Reading:
    """One metric as one experiment reads it."""

    metric: str
    role: Role
    title: str
    unit: str
    direction: Literal["up", "down"]
    numerator: Measure | None = None
    """None for what every decision tells (serving.py)."""
    denominator: Measure | None = None
    cap: float | None = None
    quantile: float | None = None
    window: int | None = None
    """ms that every unit is measured over from its own exposure; None: until the cut."""
    margin: float | None = None
    """Of a guardrail: the share of control's value that is borne."""

    @property
    def kind(self) -> Kind:
        """How units come to one value."""
        return "mean" if self.numerator is not None and self.denominator is None else "ratio"

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.direction == "up" else -1

    @property
    def late(self) -> int:
        """ms after a unit's time in which the log still tells of it: what must follow a row that counts."""
        others = [each.before for each in (self.numerator, self.denominator) if each is not None]
        return max((milliseconds(each.within) for each in others if each is not None), default=0)


def readings(experiment: Experiment, metrics: Mapping[str, Metric]) -> list[Reading]:
    """Return the metrics of an experiment, the primary one first. Raises UnknownMetricError for one without entry."""
    found = [_judged(experiment.primary, "primary", metrics)]
    found += [_judged(each, "secondary", metrics) for each in experiment.secondary]
    for rail in experiment.guardrails:
        if rail.metric in SERVING:
            made = Reading(rail.metric, "guardrail", *SERVING[rail.metric], direction="down", margin=rail.margin)
        else:
            made = _reading(rail.metric, "guardrail", metrics, margin=rail.margin)
        found.append(made)
    return found


def _judged(judged: Judged, role: Role, metrics: Mapping[str, Metric]) -> Reading:
    window = None if judged.window is None else milliseconds(judged.window)
    return _reading(judged.metric, role, metrics, cap=judged.cap, quantile=judged.quantile, window=window)


def _reading(
    metric: str,
    role: Role,
    metrics: Mapping[str, Metric],
    cap: float | None = None,
    quantile: float | None = None,
    window: int | None = None,
    margin: float | None = None,
) -> Reading:
    entry = metrics.get(metric)
    if entry is None:
        raise UnknownMetricError(f"there is no metric {metric!r}", expected=sorted(metrics), given=metric)
    sides = resolved(entry, metrics)
    return Reading(metric, role, entry.title, entry.unit, entry.direction, *sides, cap, quantile, window, margin)
