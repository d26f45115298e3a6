"""How probably each of some independent normal variables is the largest of them, in plain numpy: the reference.

P(i) = integral of density_i(y) / cdf_i(y) x product of all cdf_j(y). The trapezoid rule on y = centre + width sinh(s)
with even steps of s, where centre and width are those of the variable with the highest lower bound: whatever else can
be the largest is wide against its distance from there, so that every density is met by several nodes, and the error
falls exponentially with the step (Trefethen & Weideman 2014, "The exponentially convergent trapezoidal rule").
"""

import numpy as np
from numpy.typing import NDArray

REACH = 6.0
"""Deviations: what lies this far below its mean never counts, and who cannot come within reach is never the largest."""
RANGE = 8.0
"""The curves are tabulated from -RANGE to RANGE, with values and slopes by node: cubic between them."""


def chances(
    means: NDArray[np.float64],
    deviations: NDArray[np.float64],
    open_: NDArray[np.bool_],
    curves: NDArray[np.float64],
    begin: float,
    ratio: float,
    out: NDArray[np.float64],
) -> int:
    """Fill out[m] with the chance that each open variable is the largest, over the step of s; 0 for those not open.

    curves (4, n): the normal distribution's cdf, its slope, density over cdf, its slope. begin, ratio: exp(s) of the
    first node, and exp of the step. Return how many nodes were used, 0 where nothing is open.
    """
    out[:] = 0.0
    if not open_.any():
        return 0
    lower = np.where(open_, means - REACH * deviations, -np.inf)
    centre = int(lower.argmax())
    active = (open_ & (means + REACH * deviations > lower[centre])).nonzero()[0]
    top = (means + REACH * deviations)[active].max()
    nodes, widths = _nodes(means[centre], deviations[centre], top, begin, ratio)
    at = (nodes - means[active, None]) / deviations[active, None]
    cdf = _read(curves[0], curves[1], at)
    weight = np.multiply.reduce(cdf, axis=0) * widths
    parts = _read(curves[2], curves[3], at) * weight
    out[active] = np.add.accumulate(parts, axis=1)[:, -1] / deviations[active]
    return len(nodes)


def _nodes(
    centre: float, width: float, top: float, begin: float, ratio: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return nodes up to the first one at `top` or above, and how much of y each stands for."""
    nodes, widths, growth, node = list[float](), list[float](), begin, -np.inf
    while node < top:
        node = centre + width * (growth - 1 / growth) / 2
        nodes.append(node)
        widths.append(width * (growth + 1 / growth) / 2)
        growth *= ratio
    return np.array(nodes), np.array(widths)


def _read(values: NDArray[np.float64], slopes: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read a tabulated curve by cubic Hermite interpolation; beyond its ends it stays as it is there."""
    last = len(values) - 1
    where = np.minimum(np.maximum((at + RANGE) * (last / (2 * RANGE)), 0.0), float(last))
    cell = np.minimum(where.astype(np.int64), last - 1)
    part = where - cell
    rise, left, right = values[cell + 1] - values[cell], slopes[cell], slopes[cell + 1]
    found: NDArray[np.float64] = values[cell] + part * (
        left + part * ((3 * rise - 2 * left - right) + part * (left + right - 2 * rise))
    )
    return found
