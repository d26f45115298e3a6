"""Marking: which of many are marked so that few of them are marked wrongly.

Every one has the chance, given all that was counted, that marking it would be wrong. Marked are the surest ones as long
as the mean of these chances, which is the share of wrong marks that is to be expected, stays below a bound (Newton,
Noueiry, Sarkar and Ahlquist 2004; Mueller, Parmigiani and Rice 2006), and none that is too unsure by itself.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mark(wrong: Floats, share: float, unsure: float) -> NDArray[np.bool_]:
    """Return bool (n,). `wrong` are the chances, float64 (n,); `share` is the most of the marked that may be expected
    to be wrong, `unsure` the highest chance that any of them may have."""
    order = np.argsort(wrong, kind="stable")
    mean = np.cumsum(wrong[order]) / np.arange(1, len(wrong) + 1)
    marked = np.zeros(len(wrong), np.bool_)
    marked[order[(mean <= share) & (wrong[order] <= unsure)]] = True
    return marked
