"""Grown: what units' numerators and denominators grew by in every step, as columns in the order of the steps."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.serving import SERVING, serving, tells
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.unit_source import Reach, UnitSource
from slotwise.analysis.opened import OpenLog
from slotwise.documents.experiments import Experiment, Phase
from slotwise.measures.growth import growth
from slotwise.measures.measure import Measure
from slotwise.measures.spans import DAY

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


class Reader:
    """Reads the metrics of the units in the table units.TABLE; what several of them count is counted once."""

    def __init__(
        self, opened: OpenLog, experiment: Experiment, phase: Phase, time: Timeline, metrics: Sequence[Reading]
    ):
        self._opened, self._experiment, self._phase, self._time = opened, experiment, phase, time
        self._wanted = Counter(key for each in metrics for key in self._keys(each))
        self._kept: dict[str, Grown] = {}

    def sides(self, reading: Reading) -> Sides:
        """Return a metric's numerator and denominator. Raises MeasureError, DatasetError where the log lacks it."""
        found = [self._grown(key, reading, measure) for key, measure in self._keys(reading).items()]
        return Sides(found[0], found[-1] if reading.kind == "ratio" else None)

    def _keys(self, reading: Reading) -> dict[str, Measure | None]:
        """What is counted for a metric, by what it is told from others by."""
        if reading.numerator is None:
            return {f"{reading.metric} {side}": None for side in "xy"}
        reach = self._reach(reading)
        measures = [each for each in (reading.numerator, reading.denominator) if each is not None]
        return {f"{reach.history} {reach.window} {each.model_dump_json()}": each for each in measures}

    def _grown(self, key: str, reading: Reading, measure: Measure | None) -> Grown:
        self._wanted[key] -= 1
        found = self._kept.pop(key, None)
        if found is None and measure is None:
            self._kept |= self._serving(reading.metric)
            found = self._kept.pop(key)
        elif found is None and measure is not None:
            text, parameters = growth(UnitSource(self._opened, self._reach(reading)), measure)
            found = Grown.of(self._opened.connection.execute(text, parameters).fetchnumpy(), "n")
        assert found is not None
        if self._wanted[key] > 0:
            self._kept[key] = found
        return found

    def _serving(self, metric: str) -> dict[str, Grown]:
        """What the assignments tell: one pass over them for all metrics of that kind that are wanted."""
        file = self._opened.assignments
        also = [each for each in SERVING if self._wanted[f"{each} x"] > 0 and tells(file, each)]
        names = sorted({metric, *also})
        text, values = serving(file, names, self._experiment, self._phase, self._time)
        columns = self._opened.connection.execute(text, values).fetchnumpy()
        return {f"{name} {side}": Grown.of(columns, f"{name}_{side}") for name in names for side in "xy"}

    def _reach(self, reading: Reading) -> Reach:
        known = adjusts(self._experiment, self._phase, reading)
        history = int(self._experiment.history_days * DAY) if known else 0
        return Reach(self._time, self._phase.unit, history, reading.window)


def adjusts(experiment: Experiment, phase: Phase, reading: Reading) -> bool:
    """Tell whether a metric is adjusted by the units' past: sessions have none, and a bandit's is its own doing."""
    plain = reading.numerator is not None and reading.quantile is None
    return plain and phase.unit == "person" and experiment.kind == "ab" and experiment.history_days > 0
