"""Evidence against the sample ratio at any time: an e-value that may be watched after every single person.

Dirichlet-multinomial mixture (Lindon and Malek 2022, "Anytime-valid inference for multinomial count data"): under the
right ratio it exceeds 1 / alpha with a chance of at most alpha, over all looks together.
"""

from collections.abc import Mapping
from math import log

import numpy as np
from scipy.special import gammaln

from slotwise.errors import StatisticsError
from slotwise.statistics.mismatch import ALPHA

CONCENTRATION = 1_000.0
"""How near the mixture lies to the right ratio: made for small losses."""
_LN10 = log(10)


def log10_evidence(
    units: Mapping[str, int], weights: Mapping[str, float], concentration: float = CONCENTRATION
) -> float:
    """Return log10 of the e-value of units by variant; infinite for units in a variant of weight 0.

    Raises StatisticsError where no weight is above 0.
    """
    live = {variant: each for variant, each in weights.items() if each > 0}
    if not live:
        raise StatisticsError("weights are shares, and some are above 0", given=dict(weights))
    if any(n for variant, n in units.items() if variant not in live):
        return float("inf")
    share = np.array([*live.values()]) / sum(live.values())
    counts = np.array([units.get(variant, 0) for variant in live], np.float64)
    prior = concentration * share
    mixture = gammaln(concentration) - gammaln(concentration + counts.sum())
    mixture += (gammaln(prior + counts) - gammaln(prior)).sum()
    return float(mixture - counts @ np.log(share)) / _LN10


def alarming(log10_e: float, alpha: float = ALPHA) -> bool:
    """Tell whether an e-value, at whichever look, is evidence enough."""
    return log10_e >= -log(alpha) / _LN10
