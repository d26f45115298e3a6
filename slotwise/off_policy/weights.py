"""Weights: how much likelier the other policy shows what was shown, and how much of the log they leave.

Clipping: Ionides (2008); optimistic shrinkage: Su et al., "Doubly robust off-policy evaluation with shrinkage" (2020);
effective sample size: Kish (1965).
"""

import numpy as np

from slotwise.off_policy.logged import Floats, Logged, Target

MOST = 10.0
"""Weight at which clipping and SWITCH cut, and the strength of shrinkage is its square."""


def by_item(logged: Logged, target: Target) -> Floats | None:
    """Return float64 (n,): ratio of the propensities of this content in this slot; None where they are not known."""
    if logged.propensity is None or target.propensity is None:
        return None
    return target.propensity / logged.propensity


def by_prefix(logged: Logged, target: Target) -> Floats:
    """Return float64 (n,): ratio of the propensities of the slate up to here."""
    return target.prefix / logged.prefix


def before(logged: Logged, prefix: Floats) -> Floats:
    """Return float64 (n,): the prefix weight of the slot before, 1 for the first one."""
    first = np.r_[True, np.diff(logged.decision) != 0][: len(logged)]
    return np.where(first, 1.0, np.r_[1.0, prefix[:-1]][: len(logged)])


def of_slate(logged: Logged, prefix: Floats) -> Floats:
    """Return float64 (n,): the weight of the whole slate, on each of its placements."""
    last = np.r_[np.diff(logged.decision) != 0, True][-len(logged) :] if len(logged) else np.zeros(0, bool)
    return np.repeat(prefix[last], np.diff(np.flatnonzero(np.r_[True, last])))


def clipped(weights: Floats, most: float = MOST) -> Floats:
    """Return the weights, at most so large."""
    return np.minimum(weights, most)


def shrunk(weights: Floats, strength: float = MOST**2) -> Floats:
    """Return the weights drawn towards 0, the large ones most: strength w / (w^2 + strength)."""
    found: Floats = strength * weights / (weights**2 + strength)
    return found


def effective(weights: Floats) -> float:
    """Return the effective sample size: how many equal weights would tell as much."""
    largest = float(weights.max(initial=0.0))
    if not largest:
        return 0.0
    share = weights / largest
    return float(share.sum()) ** 2 / float(share @ share)
