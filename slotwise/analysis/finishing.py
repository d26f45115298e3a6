"""Finishing: what a click on a content leads to, conversions and value, shrunk towards its category and all others.

Conversions of clicks are binomial, their chance beta around that of the category, which is beta around that of all:
the beta-binomial of empirical Bayes (Efron and Morris 1975), with a fixed number of clicks' worth of belief.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.counting import Counted
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
BELIEF = 20.0
"""Clicks after which a content's own conversions count as much as those of its category."""


class Finishing(NamedTuple):
    """float64 (contents,) each, per click."""

    conversions: Floats
    value: Floats


def fit_finishing(counted: Counted, category: NDArray[np.int64]) -> Finishing:
    """Fit what clicks on each content lead to; `category` is int64 (contents,), also of those never shown."""
    content, wide = np.asarray(counted.cells["content"], np.int64), len(category)
    clicks, conversions, value = (
        sums(content, np.asarray(counted.cells[name], np.float64), wide) for name in ("clicks", "conversions", "value")
    )
    chance = _shrunk(conversions, clicks, category)
    # What a conversion is worth hangs on the product, so little is borrowed from others of the category.
    worth = _shrunk(value, conversions, category, 1.0)
    return Finishing(chance, chance * worth)


def _shrunk(above: Floats, below: Floats, category: NDArray[np.int64], belief: float = BELIEF) -> Floats:
    whole = above.sum() / max(below.sum(), 1e-12)
    groups = int(category.max(initial=0)) + 1
    group = (sums(category, above, groups) + belief * whole) / (sums(category, below, groups) + belief)
    return np.asarray((above + belief * group[category]) / (below + belief), np.float64)
