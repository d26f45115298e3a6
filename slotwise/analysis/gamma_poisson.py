"""Gamma-Poisson shrinkage: true ratios of counts to what was expected, from the counts of many of a kind.

A count y is Poisson with mean e * m * d: `e` expected, `m` the ratio looked for, `d` what varies beside it, gamma with
mean 1 and a shape. Counts of clicks are small beside the exposures, so this is the beta-binomial to the first order,
and ratios of different touchpoints can be compared. The distribution of m over all contents is not assumed but fitted
on a grid by its own likelihood (Laird 1978; Koenker and Mizera 2014), as DuMouchel (1999) does for tables of counts
with a mixture of two gammas: few bad ones among many good ones are neither taken for good nor make good ones look bad.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaln

Floats = NDArray[np.float64]

GRID: Floats = np.exp(np.linspace(np.log(0.02), np.log(8.0), 73))
"""Ratios that are told apart, 8 % from one to the next."""
SHAPES: Floats = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0])
"""Shapes that are tried: a standard deviation of d from 1 down to 0.06."""
_BASE, _SPREAD, _STEPS = 4.0, 0.5, 300
"""What is believed before any content was seen: as much as of so many contents, spread so in log, fitted in steps."""
_HALVINGS = 20
"""Steps in which the bounds of an interval are found, to one part in 70,000."""


def log_likelihood(y: Floats, expected: Floats, shape: float) -> Floats:
    """Return log P(y) of counts whose means are gamma around `expected` (broadcast), up to what depends on y alone."""
    mean = np.maximum(expected, 1e-12)
    return np.asarray(
        gammaln(y + shape)
        - gammaln(shape)
        + shape * np.log(shape / (shape + mean))
        + y * np.log(mean / (shape + mean)),
        np.float64,
    )


def fit_shape(y: Floats, expected: Floats) -> float:
    """Return the shape of SHAPES under which counts with these means are likeliest, the last without any counts."""
    likely = [float(log_likelihood(y, expected, shape).sum()) for shape in SHAPES]
    return float(SHAPES[len(SHAPES) - 1 - int(np.argmax(likely[::-1]))]) if len(y) else float(SHAPES[-1])


def fit_prior(likelihood: Floats) -> Floats:
    """Return float64 (len(GRID),): how the ratios of n contents are distributed.

    `likelihood` is float64 (n, len(GRID)), log P(counts of a content | ratio). By EM (Dempster, Laird and Rubin 1977),
    with a broad log-normal distribution counted in as if it were a few contents more.
    """
    base = np.exp(-0.5 * (np.log(GRID) / _SPREAD) ** 2) + 0.02
    base /= base.sum()
    prior, odds = base.copy(), np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    for _ in range(_STEPS):
        joint = odds * prior
        shares = joint / joint.sum(axis=1, keepdims=True)
        prior = (shares.sum(axis=0) + _BASE * base) / (len(odds) + _BASE)
    return prior


def posterior(likelihood: Floats, prior: Floats) -> Floats:
    """Return float64 (n, len(GRID)): P(ratio | counts), rows sum to 1."""
    joint = np.exp(likelihood - likelihood.max(axis=1, keepdims=True)) * prior
    return np.asarray(joint / joint.sum(axis=1, keepdims=True), np.float64)


def mean_and_variance(weights: Floats, y: Floats, expected: Floats, shape: float) -> tuple[Floats, Floats]:
    """Return mean and variance of m * d, float64 (n,) each, of cells with counts y and means expected * m * d.

    `weights` is float64 (n, len(GRID)): what is known of m; given m, d is gamma(shape + y, shape + expected * m).
    """
    rate = (shape + expected[:, None] * GRID) / GRID
    first = (shape + y[:, None]) / rate
    second = first * (first + 1.0 / rate)
    mean = (weights * first).sum(axis=1)
    return mean, np.maximum((weights * second).sum(axis=1) - mean**2, 0.0)


def chance_below(bound: Floats, weights: Floats, y: Floats, expected: Floats, shape: float) -> Floats:
    """Return float64 (n,): P(m * d < bound) of the same cells; `bound` is float64 (n,)."""
    rate = (shape + expected[:, None] * GRID) / GRID
    below = gammainc(shape + y[:, None], rate * bound[:, None])
    return np.asarray((weights * below).sum(axis=1), np.float64)


def interval(weights: Floats, y: Floats, expected: Floats, shape: float, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the bounds, float64 (n,) each, that m * d lies between with probability `level`, the tails equal."""
    low = np.full(len(y), 1e-4)
    high = np.full(len(y), 200.0)
    found = []
    for chance in ((1 - level) / 2, (1 + level) / 2):
        left, right = low.copy(), high.copy()
        for _ in range(_HALVINGS):
            middle = np.sqrt(left * right)
            below = chance_below(middle, weights, y, expected, shape) < chance
            left, right = np.where(below, middle, left), np.where(below, right, middle)
        found.append(np.sqrt(left * right))
    return found[0], found[1]
