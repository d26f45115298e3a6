"""Pace: in how many days more an experiment would show the smallest effect that is worth shipping."""

import numpy as np

from slotwise.analysis.experiments.findings import Finding
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from slotwise.documents.experiments import Experiment
from slotwise.errors import StatisticsError
from slotwise.measures.spans import DAY
from slotwise.statistics.arriving import Arriving
from slotwise.statistics.power import Power

LONGEST = 365.0
"""Days beyond which nobody waits."""


def days_left(experiment: Experiment, found: Finding, units: Units, time: Timeline) -> float | None:
    """Return the days until the primary metric's smallest effect would be seen with the power asked for, at least 1.

    From the variance as it is and the units as they come; None where too few come for that, or nothing is known.
    """
    comparison = found.comparison
    if comparison is None or comparison.refused:
        return None
    one, other = comparison.control, comparison.treated
    effect = experiment.minimum_effect * abs(one.value)
    spread = comparison.variance / (1 / one.n + 1 / other.n)
    try:
        plan = Power(one.value, spread, other.n / one.n, 1 - comparison.level, experiment.power, experiment.method)
        arriving = Arriving(arrivals(units, time, found.variant), window=(found.reading.window or 0) / DAY)
        days = arriving.days(plan.units(effect)) - time.days
    except StatisticsError:
        return None
    return max(days, 1.0) if days <= LONGEST else None


def arrivals(units: Units, time: Timeline, variant: str) -> list[int]:
    """Return the new units of control and a variant on every whole day; the first day alone while it is not over."""
    both = (units.variant == 0) | (units.variant == units.names.index(variant))
    day = (units.exposed[both] - time.began) // DAY
    counts: list[int] = np.bincount(day, minlength=time.steps).tolist()
    return counts[: max((time.cut - time.began) // DAY, 1)]
