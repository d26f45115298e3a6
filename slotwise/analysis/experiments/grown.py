"""Grown: what units' numerators and denominators grew by in every step, as columns in the order of the steps."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.serving import serving
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.unit_source import Reach, UnitSource
from slotwise.analysis.opened import OpenLog
from slotwise.documents.experiments import Experiment, Phase
from slotwise.measures.growth import growth
from slotwise.measures.measure import Measure

Columns = dict[str, NDArray[Any]]


class Grown(NamedTuple):
    """k growths of one sum; each unit at most once a step. Steps below 0 are the unit's past."""

    unit: NDArray[np.int32]
    step: NDArray[np.int32]
    """(k,), ascending."""
    by: NDArray[np.float64]

    def within(self, step: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the units that grew in a step, and by how much."""
        first, last = np.searchsorted(self.step, [step, step + 1]).tolist()
        return self.unit[first:last], self.by[first:last]

    @classmethod
    def of(cls, columns: Columns, name: str) -> "Grown":
        """Sort columns `person`, `step` and another one by their steps."""
        step = np.asarray(columns["step"], np.int16)
        order = np.argsort(step, kind="stable")
        by = np.ma.filled(columns[name], 0.0)
        return cls(np.asarray(columns["person"], np.int32)[order], step[order].astype(np.int32), by[order])


class Sides(NamedTuple):
    """Numerator and denominator; without one every unit's is 1."""

    x: Grown
    y: Grown | None


def grown(opened: OpenLog, reading: Reading, experiment: Experiment, phase: Phase, time: Timeline) -> Sides:
    """Read a metric of the units of the table units.TABLE. Raises MeasureError, DatasetError where the log lacks it."""
    if reading.numerator is None:
        text, values = serving(opened.assignments, reading.metric, experiment, phase, time)
        columns = opened.connection.execute(text, values).fetchnumpy()
        return Sides(Grown.of(columns, "x"), Grown.of(columns, "y"))
    history = int(experiment.history_days * 86_400_000) if adjusts(experiment, phase, reading) else 0
    source = UnitSource(opened, Reach(time, phase.unit, history, reading.window))
    read = _reader(opened, source)
    return Sides(read(reading.numerator), None if reading.denominator is None else read(reading.denominator))


def adjusts(experiment: Experiment, phase: Phase, reading: Reading) -> bool:
    """Tell whether a metric is adjusted by the units' past: sessions have none, and a bandit's is its own doing."""
    plain = reading.numerator is not None and reading.quantile is None
    return plain and phase.unit == "person" and experiment.kind == "ab" and experiment.history_days > 0


def _reader(opened: OpenLog, source: UnitSource) -> Callable[[Measure], Grown]:
    def read(measure: Measure) -> Grown:
        text, parameters = growth(source, measure)
        return Grown.of(opened.connection.execute(text, parameters).fetchnumpy(), "n")

    return read
