"""Values: numerator, denominator and past of every unit, growing step by step.

A unit counts at the end of a step when it was exposed before that; in a metric with a window, when its window was over
by then and no pause fell into it. Rows lie in the order of the units, by variant and exposure, so that those who count
are the first ones of every variant.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.grown import Sides
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from slotwise.statistics.moments import U, V, X, Y

PAST = -1
_NEVER = np.iinfo(np.int64).max


class Values:
    """The rows of one metric; `steps()` lets them grow."""

    def __init__(self, units: Units, reading: Reading, sides: Sides, time: Timeline):
        self.units, self.reading, self.sides, self.time = units, reading, sides, time
        self.rows: NDArray[np.float64] = np.zeros((len(units), 4))
        """(n, 4): x, y, u, v of every unit, as of the last step taken."""
        self.over = np.zeros(len(units))
        """(n,): x before its cap."""
        self._ready = self._readiness()
        self._members = [self._ever(each) for each in units.slices]
        self._add_past()

    def steps(self) -> Iterator[int]:
        """Let all rows grow by one step after the other, and yield its number."""
        for step in range(self.time.steps):
            unit, by = self.sides.x.within(step)
            self.over[unit] += by
            self.rows[unit, X] = self._capped(self.over[unit])
            if self.sides.y is not None:
                unit, by = self.sides.y.within(step)
                self.rows[unit, Y] += by
            yield step

    def members(self, place: int, step: int) -> Any:
        """Return the units of a variant, by its place, that count at the end of a step: a slice, or (k,) numbers."""
        members = self._members[place]
        ready = self._ready[members]
        count = int(np.searchsorted(ready, self.time.ends(step)))
        return slice(members.start, members.start + count) if isinstance(members, slice) else members[:count]

    def _add_past(self) -> None:
        unit, by = self.sides.x.within(PAST)
        self.rows[unit, U] = self._capped(by)
        if self.sides.y is None:
            self.rows[:, Y] = 1.0
            # Whoever did nothing before differs from the others by more than the sum of nothing says.
            self.rows[unit, V] = 1.0
        else:
            unit, by = self.sides.y.within(PAST)
            self.rows[unit, V] = by

    def _capped(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values if self.reading.cap is None else np.minimum(values, self.reading.cap)

    def _readiness(self) -> NDArray[np.int64]:
        """After which moment every unit counts, ms UTC; ascending within a variant but for those that never do."""
        window = self.reading.window
        if window is None:
            return self.units.exposed
        # A window that ends at the very end of a step is over by then.
        ready = self.units.exposed + window + self.reading.late - 1
        for at, until in self.time.closed:
            hit = (self.units.exposed < until) & (self.units.exposed + window > at)
            ready = np.where(hit, _NEVER, ready)
        return ready

    def _ever(self, units: slice) -> Any:
        """The units of a variant that ever count: a slice where those are all."""
        never = self._ready[units] == _NEVER
        return units if not never.any() else np.flatnonzero(~never) + units.start
