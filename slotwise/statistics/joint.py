"""Joint: two variants compared on the same units, for bandits and switchbacks.

Every unit gives both sides in one row: x and y its treated numerator and denominator, u and v those under control.
Their sums are `Moments`, so they add up over days and machines like all others, and what a unit's two sides share is in
the covariance. The sums can be made in SQL; `inverse_probability` makes them from arrays.
"""

import numpy as np
from numpy.typing import ArrayLike

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import LEVEL, Comparison
from slotwise.statistics.estimating import Estimate, Kind, influence, value
from slotwise.statistics.moments import Moments, U, V, X, Y


def compare_joint(units: Moments, kind: Kind = "ratio", level: float = LEVEL) -> Comparison:
    """Return sum x / sum y less sum u / sum v (`ratio`), or mean x less mean u (`mean`), with units - 1 as df of t.

    Switchback: a unit is a cluster (a city), y and v the persons, decisions or blocks it had on either side; a ratio.
    Raises StatisticsError with fewer than two units, or nothing on one of the sides.
    """
    one, other = influence(units, kind, X, Y), influence(units, kind, U, V)
    return Comparison(
        Estimate(value(units, kind, U, V), units.variance(other) / units.n, units.n),
        Estimate(value(units, kind, X, Y), units.variance(one) / units.n, units.n),
        level,
        units.covariance(one, other) / units.n,
        df=units.n - 1,
        not_adjusted="both sides come from the same units",
    )


def inverse_probability(
    persons: ArrayLike, variant: ArrayLike, probability: ArrayLike, x: ArrayLike, y: ArrayLike | None = None
) -> Moments:
    """Sum what persons did under a changing allocation, each row weighted by one over its probability.

    One row a person and batch, all (rows,): persons: int codes 0 ... n - 1; variant: 1 treated, 0 control, -1 another
    one; probability: of that variant, in that batch, before anything of the batch was seen; x the numerator; y the
    denominator, 1 unless given. Give the result to `compare_joint` as a ratio (self-normalised weights). A person's
    batches are one row of it, which is what makes the standard error hold although persons return.

    In SQL, a person: x = sum(x / p) filter (variant = treated), y = sum(y / p) filter (variant = treated), u and v
    the same for control; every person counts, whichever variants they had. Holds for large samples as long as
    probabilities are bounded away from 0 (Hadad et al. 2021, "Confidence intervals for policy evaluation in adaptive
    experiments"). Raises StatisticsError for probabilities that are not.
    """
    who, which = np.asarray(persons, np.int64), np.asarray(variant)
    chance, above = np.asarray(probability, np.float64), np.asarray(x, np.float64)
    below = np.ones(len(who)) if y is None else np.asarray(y, np.float64)
    if not ((chance > 0) & (chance <= 1)).all():
        raise StatisticsError("a probability is above 0 and at most 1", hint="the log must tell it for every row")
    size = int(who.max()) + 1 if len(who) else 0
    sides = [np.where(which == side, column / chance, 0.0) for side in (1, 0) for column in (above, below)]
    return Moments.of(np.stack([np.bincount(who, each, size) for each in sides], axis=1))
