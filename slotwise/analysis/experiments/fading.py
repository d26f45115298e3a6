"""Fading: whether the effect wears off with the days since a unit's first exposure: liked for being new, not good."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.grown import Grown
from slotwise.analysis.experiments.health import Check
from slotwise.analysis.experiments.values import Values
from slotwise.errors import StatisticsError
from slotwise.measures.spans import DAY
from slotwise.statistics.comparing import compare
from slotwise.statistics.mismatch import ALPHA
from slotwise.statistics.moments import Moments
from slotwise.statistics.novelty import Novelty, novelty, slope_weights

_DAYS = 7
"""First days of every unit that are looked at, at most."""


def ages(values: Values) -> int:
    """Return how many first days are looked at: half of the time at most, so that half of the units have them behind
    them; below 2 there is nothing to look at."""
    own = _DAYS if values.reading.window is None else values.reading.window // DAY
    return min(_DAYS, own, (values.time.cut - values.time.began) // DAY // 2)


def fading(values: Values) -> Iterator[Check]:
    """Yield one check for every variant but control, with the difference on every day since the first exposure."""
    days, names = ages(values), values.units.names
    if days < 2 or values.reading.quantile is not None:
        return
    step = (values.units.exposed - values.time.began) // DAY
    whole = values.time.began + (step + days) * DAY <= values.time.cut
    table = _by_age(values, step, days)
    for place, name in enumerate(names[1:], 1):
        control, treated = (np.flatnonzero(whole & (values.units.variant == each)) for each in (0, place))
        try:
            yield _check(name, values, *(_deviation(table, control, each) for each in (control, treated)))
        except StatisticsError as error:
            detail = f"{name}: nothing can be said yet: {error.detail}"
            yield Check("no_novelty", True, detail, {"variant": name, "days": []})


def _by_age(values: Values, step: NDArray[np.int64], days: int) -> list[NDArray[np.float64]]:
    """Numerators and denominators of the first days, (n, days) each; a mean has no denominator."""
    sides = [values.sides.x] if values.sides.y is None else [values.sides.x, values.sides.y]
    return [_spread(side, step, days) for side in sides]


def _spread(side: Grown, step: NDArray[np.int64], days: int) -> NDArray[np.float64]:
    age = side.step - step[side.unit]
    # The days before a unit's exposure stand below its first one, and in step -1 there is its past.
    inside = (age >= 0) & (age < days) & (side.step >= 0)
    found = np.zeros((len(step), days))
    found[side.unit[inside], age[inside]] = side.by[inside]
    return found


def _deviation(
    table: list[NDArray[np.float64]], control: NDArray[np.int64], members: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What members had on every day, (k, days); of a ratio, the numerator beyond what control's ratio gives."""
    if len(table) == 1:
        return table[0][members]
    x, y = table
    below = y[control].sum()
    ratio = x[control].sum() / below if below else 0.0
    found: NDArray[np.float64] = x[members] - ratio * y[members]
    return found


def _check(name: str, values: Values, control: NDArray[np.float64], treated: NDArray[np.float64]) -> Check:
    weights = slope_weights(control.shape[1])
    slope: Novelty = novelty(_moments(control @ weights), _moments(treated @ weights), ALPHA)
    daily = [compare(_moments(one), _moments(other)).absolute for one, other in zip(control.T, treated.T, strict=True)]
    whole = sum(each.value for each in daily)
    fades = slope.found and whole * slope.per_day.value < 0
    detail = f"{name}: the effect does not fade over the first {len(weights)} days since the first exposure"
    if fades:
        detail = (
            f"{name}: the effect wears off over the first {len(weights)} days since the first exposure "
            f"(p {slope.per_day.p_text}): what is new is liked for being new"
        )
    figures: dict[str, Any] = {"variant": name, "per_day": slope.per_day.to_json()}
    return Check("no_novelty", not fades, detail, {**figures, "days": [each.to_json() for each in daily]})


def _moments(x: NDArray[np.float64]) -> Moments:
    rows = np.zeros((len(x), 4))
    rows[:, 0], rows[:, 1] = x, 1.0
    return Moments.of(rows)
