"""Fading: whether the effect wears off with the days since a unit's first exposure: liked for being new, not good.

Units do less with every day, and so the difference shrinks although the lift stays. What must not shift is when they do
it: with x of a day and weights w of a slope, q = sum w x / sum x is the same under a lift that stays. Of a ratio, what
control's ratio of each day makes of the denominators is taken off. Both by delta method over units.
"""

from collections.abc import Iterator
from math import inf, isclose
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.grown import Grown
from slotwise.analysis.experiments.health import Check
from slotwise.analysis.experiments.values import Values
from slotwise.errors import StatisticsError
from slotwise.measures.spans import DAY
from slotwise.statistics.comparing import compare
from slotwise.statistics.effect import Effect, effect
from slotwise.statistics.estimating import influence, value
from slotwise.statistics.mismatch import ALPHA
from slotwise.statistics.moments import Moments, U, V, X, Y
from slotwise.statistics.novelty import slope_weights

_DAYS = 7
"""First days of every unit that are looked at, at most."""
_LEVEL = 0.95
Table = NDArray[np.float64]


def ages(values: Values) -> int:
    """Return how many first days are looked at: at most half of the time, so that half of the units have them behind
    them; below 2 there is nothing to look at."""
    own = _DAYS if values.reading.window is None else values.reading.window // DAY
    return min(_DAYS, own, (values.time.cut - values.time.began) // DAY // 2)


def fading(values: Values, alpha: float = ALPHA) -> Iterator[Check]:
    """Yield one check for every variant but control, with the difference on every day since the first exposure."""
    days = ages(values)
    if days < 2 or values.reading.quantile is not None:
        return
    step = (values.units.exposed - values.time.began) // DAY
    whole = values.time.began + (step + days) * DAY <= values.time.cut
    x = _by_age(values.sides.x, step, days)
    y = None if values.sides.y is None else _by_age(values.sides.y, step, days)
    sides = [
        (x[members], None if y is None else y[members])
        for place in range(len(values.units.names))
        for members in [np.flatnonzero(whole & (values.units.variant == place))]
    ]
    for name, treated in zip(values.units.names[1:], sides[1:], strict=True):
        try:
            yield _check(name, sides[0], treated, alpha)
        except StatisticsError as error:
            detail = f"{name}: whether the effect wears off cannot be said yet: {error.detail}"
            yield Check("no_novelty", True, detail, {"variant": name, "days": []})


def _by_age(side: Grown, step: NDArray[np.int64], days: int) -> Table:
    """What every unit grew by on its first days, float64 (n, days)."""
    age = side.step - step[side.unit]
    # The days before a unit's exposure stand below its first one, and in step -1 there is its past.
    inside = (age >= 0) & (age < days) & (side.step >= 0)
    found = np.zeros((len(step), days))
    found[side.unit[inside], age[inside]] = side.by[inside]
    return found


def _check(name: str, control: tuple[Table, Table | None], treated: tuple[Table, Table | None], alpha: float) -> Check:
    days = control[0].shape[1]
    usual = None
    if control[1] is not None:
        below = control[1].sum(axis=0)
        usual = np.divide(control[0].sum(axis=0), below, out=np.zeros(days), where=below > 0)
    shift = _shift(*(_moments(*side, usual) for side in (control, treated)))
    lift = _lift(control, treated)
    fades = shift.p_value < alpha and shift.value * lift < 0
    detail = f"{name}: the effect does not wear off over the first {days} days since the first exposure"
    if fades:
        detail = (
            f"{name}: the effect wears off over the first {days} days since the first exposure (p {shift.p_text}): "
            "what is new is liked for being new"
        )
    figures: dict[str, Any] = {"variant": name, "shift": shift.to_json(), "days": list(_daily(control, treated))}
    return Check("no_novelty", not fades, detail, figures)


def _moments(x: Table, y: Table | None, usual: Table | None) -> Moments:
    """Sums over units of: slope and total of what was done, and of what was to be expected of the denominators."""
    weights = slope_weights(x.shape[1])
    due = np.zeros_like(x) if y is None or usual is None else y * usual
    return Moments.of(np.stack([x @ weights, x.sum(axis=1), due @ weights, due.sum(axis=1)], axis=1))


def _shift(control: Moments, treated: Moments) -> Effect:
    """How much later treated units do what they do, beyond what their denominators say, as q's difference."""
    found, variance = [], 0.0
    for each in (control, treated):
        weights, q = influence(each, "ratio", X, Y), value(each, "ratio", X, Y)
        if each.total[V]:
            weights, q = weights - influence(each, "ratio", U, V), q - value(each, "ratio", U, V)
        found.append(q)
        variance += each.variance(weights) / each.n
    return effect(found[1] - found[0], variance, inf, _LEVEL)


def _lift(control: tuple[Table, Table | None], treated: tuple[Table, Table | None]) -> float:
    """The whole effect, of which only the sign matters."""
    one, other = (x.sum() / (len(x) if y is None else y.sum() or 1.0) for x, y in (control, treated))
    return 0.0 if isclose(one, other) else float(other - one)


def _daily(control: tuple[Table, Table | None], treated: tuple[Table, Table | None]) -> Iterator[dict[str, Any] | None]:
    """The difference on every day since the first exposure; None where nothing was there to compare."""
    for day in range(control[0].shape[1]):
        one, other = (
            np.stack([x[:, day], np.ones(len(x)) if y is None else y[:, day], *np.zeros((2, len(x)))], axis=1)
            for x, y in (control, treated)
        )
        try:
            found = compare(Moments.of(one), Moments.of(other), "mean" if control[1] is None else "ratio")
        except StatisticsError:
            yield None
        else:
            yield found.absolute.to_json()
