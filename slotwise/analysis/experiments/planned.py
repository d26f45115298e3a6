"""Planned: how long and how large a phase was meant to be, which says when it is over and how intervals are tuned."""

from math import ceil, sqrt
from typing import NamedTuple

from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from slotwise.documents.experiments import Experiment
from slotwise.measures.spans import DAY
from slotwise.statistics.power import LOOKS

_FEWEST = 1_000


class Planned(NamedTuple):
    """`units` of control and one other variant together; `looks` are the steps after which a sequence of looks looks.

    Always-valid intervals hold whatever `units` is; they are narrowest near it. So it must not move while results are
    watched: without a plan it is what the first day brought, times the root of the days, for many come again.
    """

    units: int
    days: float
    stated: bool
    """Whether somebody planned the units."""
    looks: tuple[int, ...]

    def reached(self, time: Timeline, units: int) -> bool:
        """Tell whether the planned end has come: the days have passed, or the units have come that were planned."""
        return time.cut - time.began >= self.days * DAY or (self.stated and units >= self.units)


def planned(experiment: Experiment, time: Timeline, units: Units, stated: int | None) -> Planned:
    """Return the plan of a phase; `stated` are the units of two variants that were planned for, None if nobody did."""
    if stated is None:
        first = int((units.exposed < time.began + DAY).sum()) * 2 / len(units.names)
        size = max(ceil(first * sqrt(max(experiment.days, 1.0))), _FEWEST)
    else:
        size = max(stated, 1)
    looks = tuple(max(ceil(experiment.days * (look + 1) / LOOKS) - 1, 0) for look in range(LOOKS))
    return Planned(size, experiment.days, stated is not None, looks)
