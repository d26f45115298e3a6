"""Looks: what one metric says at the end of every step: each variant's value, and its comparison with control."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from slotwise.analysis.experiments.values import Values
from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.estimating import Estimate, Kind, estimate, value
from slotwise.statistics.joint import compare_joint, inverse_probability
from slotwise.statistics.moments import Moments, X, Y
from slotwise.statistics.quantiles import compare_quantiles, quantile

_CONTROL = 0


@dataclass
class Look:
    """One metric at the end of one step; what cannot be said is missing, and `why` tells why, by variant."""

    step: int
    units: dict[str, int] = field(default_factory=dict)
    """By variant: units that count."""
    values: dict[str, Estimate] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    """By variant other than control."""
    why: dict[str, str] = field(default_factory=dict)


Looker = Callable[[Values, int, float], Look]


def looker(values: Values, adjust: bool, bandit: bool) -> Looker:
    """Return how a metric is compared: by sums over units, by a quantile, or by inverse probabilities."""
    if values.reading.quantile is not None:
        return by_quantile
    if bandit:
        return by_probability
    return lambda values, step, level: by_sums(values, step, level, adjust)


def by_sums(values: Values, step: int, level: float, adjust: bool) -> Look:
    """Compare means or ratios of sums, adjusted by the past where asked for."""
    kind, names = values.reading.kind, values.units.names
    moments = {name: Moments.of(values.rows[values.members(place, step)]) for place, name in enumerate(names)}
    look = Look(step, {name: each.n for name, each in moments.items()})
    control = moments[names[_CONTROL]]
    for name, treated in moments.items():
        compared = partial(compare, control, treated, kind, adjust, level)
        _try(look, name, partial(own, treated, kind), compared)
    return look


def own(moments: Moments, kind: Kind) -> Estimate:
    """Return a variant's value; of a single unit it has no interval. Raises StatisticsError where there is none."""
    return estimate(moments, kind) if moments.n > 1 else Estimate(value(moments, kind), 0.0, moments.n)


def by_quantile(values: Values, step: int, level: float) -> Look:
    """Compare a quantile of the units' values."""
    names, at = values.units.names, values.reading.quantile or 0.5
    found = {name: np.sort(values.rows[values.members(place, step), X]) for place, name in enumerate(names)}
    look = Look(step, {name: len(each) for name, each in found.items()})
    control = found[names[_CONTROL]]
    for name, treated in found.items():
        _try(look, name, partial(quantile, treated, at), partial(compare_quantiles, control, treated, at, level))
    return look


def by_probability(values: Values, step: int, level: float) -> Look:
    """Compare what a bandit's units did, each weighted by one over the probability of its variant in its batch."""
    units = values.units
    members = [values.members(place, step) for place in range(len(units.names))]
    rows = np.concatenate([np.arange(len(units))[each] for each in members])
    look = Look(step, {name: len(units.person[each]) for name, each in zip(units.names, members, strict=True)})
    for place, name in enumerate(units.names):
        side = np.select([units.variant[rows] == place, units.variant[rows] == _CONTROL], [1, 0], -1)
        try:
            x, y = values.rows[rows, X], values.rows[rows, Y]
            weighted = inverse_probability(units.person[rows], side, units.probability[rows], x, y)
        except StatisticsError as error:
            look.why[name] = error.detail
            continue
        _try(look, name, partial(estimate, weighted, "ratio"), partial(compare_joint, weighted, "ratio", level))
    return look


def _try(look: Look, name: str, alone: Callable[[], Estimate], comparison: Callable[[], Comparison]) -> None:
    """Note what can be said of a variant, and else why it cannot."""
    try:
        look.values[name] = alone()
        if name != next(iter(look.units)):
            look.comparisons[name] = comparison()
    except StatisticsError as error:
        look.why[name] = error.detail
