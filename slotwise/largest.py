"""Largest: how probably each of some independent normal variables is the largest, by numerical integration.

What a Thompson sampler's draw comes to, without the draw: no Monte-Carlo figure is ever logged as if it were exact.
"""

from functools import cache
from math import asinh, exp

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from slotwise import kernels
from slotwise.errors import ConfigError
from slotwise.kernels.largest_numpy import RANGE, REACH

FAST, FINE = 1 / 5, 1 / 8
"""Steps of the nodes: exact to about 1e-4 in the worst case and 1e-8 typically, and to 1e-8 in the worst."""
_CELLS = 1_024
_BEGIN = exp(-asinh(REACH))


def chances(
    means: NDArray[np.float64],
    deviations: NDArray[np.float64],
    open_: NDArray[np.bool_] | None = None,
    step: float = FINE,
) -> NDArray[np.float64]:
    """Return float64 (m,), sums to 1 (to 0 where none is open): the chance that each open variable is the largest.

    means, deviations: float64 (m,), deviations above 0 or ConfigError; open_: bool (m,), None for all. Variables that
    lie so far back that their chance is below about 1e-9 get 0.
    """
    if not (np.isfinite(means).all() and np.isfinite(deviations).all() and (deviations > 0).all()):
        raise ConfigError("a normal variable has a finite mean and a deviation above 0", given=[means, deviations])
    found = np.empty(len(means))
    which = np.ones(len(means), np.bool_) if open_ is None else open_
    kernels.load("slotwise.kernels.largest").chances(
        np.ascontiguousarray(means), np.ascontiguousarray(deviations), which, curves(), _BEGIN, exp(step), found
    )
    total = found.sum()
    return found / total if total > 0 else found


@cache
def curves() -> NDArray[np.float64]:
    """float64 (4, n): the cdf, its slope, density over cdf, its slope, by cell, from -RANGE to RANGE."""
    at = np.linspace(-RANGE, RANGE, _CELLS + 1)
    width = 2 * RANGE / _CELLS
    density = np.exp(-at * at / 2) / np.sqrt(2 * np.pi)
    over = density / np.exp(log_ndtr(at))
    return np.ascontiguousarray([ndtr(at), density * width, over, -over * (at + over) * width])
