"""Which of the things that a person was shown are at a frequency cap: plain numpy, the reference."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CONTENT, PRODUCT, CATEGORY, TOUCHPOINT, ALL = range(5)
"""What a cap counts together; rows of `keys`."""


def reached(
    now: int,
    times: NDArray[np.int64],
    counted: NDArray[np.bool_],
    dismissed: NDArray[np.bool_],
    keys: NDArray[np.int32],
    rules: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[k, s]: whether the key of each of s entries is at the cap of each of k rules.

    times (s,) ms; counted (k, s): what a rule is about and counts; dismissed (k, s): dismissals that it is about;
    keys (5, s): numbers by which entries are counted together, below 0 for none; rules (k, 4): most, window, per
    and rest. An entry whose key has `most` counted entries in the window is at the cap, and so is one whose key has a
    dismissal that is younger than the rest. Entries themselves need not be counted.
    """
    for row, (most, window, per, rest) in enumerate(rules.tolist()):
        key = keys[per]
        known = key >= 0
        recent = counted[row] & known & (times >= now - window)
        out[row] = False
        if most and np.count_nonzero(recent) >= most:
            out[row] |= _at_least(key, recent, most) & known
        resting = dismissed[row] & known & (times > now - rest)
        if rest and resting.any():
            out[row] |= np.isin(key, key[resting]) & known


def _at_least(key: NDArray[Any], chosen: NDArray[np.bool_], most: int) -> NDArray[np.bool_]:
    found, times = np.unique(key[chosen], return_counts=True)
    return np.isin(key, found[times >= most])
