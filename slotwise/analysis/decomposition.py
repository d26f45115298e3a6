"""Decomposition: how much of a deviation each segment's share and each of its steps' rates accounts for, exactly.

A conversion is the sum over segments of share x rate x rate ... The effect of a factor is its Shapley value (Shapley,
1953; for sums of products, Sun, 1998): the mean, over all orders in which the factors could change from expected to
measured, of what its change adds. Of m factors a_j (expected) and b_j (measured), the effect of factor i is

    (b_i - a_i) * sum over k of  k! (m - 1 - k)! / m!  * (sum over sets S of k other factors: prod of b in S, a outside)

The effects add up to the deviation without a remainder, whatever is zero. Effects of shares are told against the
conversion of all, which changes none of their sum, since shares add up to one.
"""

from dataclasses import dataclass
from math import factorial
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
LEVEL = 0.95
_STEP = 1e-6


@dataclass(frozen=True)
class Effects:
    """float64 (S, 1 + K): what each of S segments' shares (first column) and its K rates account for, with bounds."""

    values: Matrix
    low: Matrix
    high: Matrix


def effects(expected: Matrix, measured: Matrix, variances: Matrix, level: float = LEVEL) -> Effects:
    """Return the effects between two tables of factors, float64 (S, 1 + K): shares, then rates.

    `variances` are those of the measured factors, taken as independent; bounds by the delta method.
    """
    values = _effects(expected, measured)
    variance = np.zeros_like(values)
    for place in np.ndindex(measured.shape):
        if variances[place] > 0:
            moved = measured.copy()
            moved[place] += _STEP
            variance += ((_effects(expected, moved) - values) / _STEP) ** 2 * variances[place]
    half = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(variance)
    return Effects(values, values - half, values + half)


def conversion(factors: Matrix) -> float:
    """Return the sum over segments of the products of their factors."""
    return float(factors.prod(axis=1).sum())


def share_variance(share: float, count: float) -> float:
    """Return the variance of a share of `count` journeys."""
    return share * (1 - share) / count if count > 0 else 0.0


def _effects(expected: Matrix, measured: Matrix) -> Matrix:
    found = np.array([_shapley(a, b) for a, b in zip(expected, measured, strict=True)])
    middle = (conversion(expected) + conversion(measured)) / 2
    found[:, 0] -= middle * (measured[:, 0] - expected[:, 0])
    return found


def _shapley(a: Matrix, b: Matrix) -> Matrix:
    m = len(a)
    weights = np.array([factorial(k) * factorial(m - 1 - k) / factorial(m) for k in range(m)])
    found = np.zeros(m)
    for i in range(m):
        # Coefficient k of the product of (a_j + b_j t): the sum over all sets of k other factors.
        sums = np.ones(1)
        for j in range(m):
            if j != i:
                sums = np.convolve(sums, np.array([a[j], b[j]]))
        found[i] = (b[i] - a[i]) * float(weights @ sums)
    return found
