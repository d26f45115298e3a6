"""How probably each of some independent normal variables is the largest of them: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.largest_numpy import RANGE, REACH
from slotwise.kernels.machine_code import compiled, filled, given, part

_NUMBERS = given(types.float64)


@part
def _count(centre, width, top, begin, ratio):  # type: ignore[no-untyped-def]
    growth, count, node = begin, 0, -np.inf
    while node < top:
        node = centre + width * (growth - 1 / growth) / 2
        growth *= ratio
        count += 1
    return count


@part
def _cubic(low, high, left, right, share):  # type: ignore[no-untyped-def]
    rise = high - low
    return low + share * (left + share * ((3 * rise - 2 * left - right) + share * (left + right - 2 * rise)))


@compiled(
    _NUMBERS,
    _NUMBERS,
    given(types.boolean),
    given(types.float64, 2),
    types.float64,
    types.float64,
    filled(types.float64),
    returns=types.int64,
)
def chances(
    means: NDArray[np.float64],
    deviations: NDArray[np.float64],
    open_: NDArray[np.bool_],
    curves: NDArray[np.float64],
    begin: float,
    ratio: float,
    out: NDArray[np.float64],
) -> int:
    """Fill out[m] with the chance that each open variable is the largest, over the step, as the reference does."""
    centre, lower, top = -1, -np.inf, -np.inf
    for i in range(len(means)):
        out[i] = 0.0
        if open_[i] and means[i] - REACH * deviations[i] > lower:
            centre, lower = i, means[i] - REACH * deviations[i]
    if centre < 0:
        return 0
    for i in range(len(means)):
        if open_[i] and means[i] + REACH * deviations[i] > lower:
            top = max(top, means[i] + REACH * deviations[i])
    count = _count(means[centre], deviations[centre], top, begin, ratio)
    last = curves.shape[1] - 1
    nodes, weight, scale, growth = np.empty(count), np.ones(count), last / (2 * RANGE), begin
    for k in range(count):
        nodes[k] = means[centre] + deviations[centre] * (growth - 1 / growth) / 2
        growth *= ratio
    over = np.empty((len(means), count))
    for i in range(len(means)):
        if open_[i] and means[i] + REACH * deviations[i] > lower:
            for k in range(count):
                where = min(max(((nodes[k] - means[i]) / deviations[i] + RANGE) * scale, 0.0), float(last))
                cell = min(int(where), last - 1)
                share, after = where - cell, cell + 1
                weight[k] *= _cubic(curves[0, cell], curves[0, after], curves[1, cell], curves[1, after], share)
                over[i, k] = _cubic(curves[2, cell], curves[2, after], curves[3, cell], curves[3, after], share)
    growth = begin
    for k in range(count):
        weight[k] *= deviations[centre] * (growth + 1 / growth) / 2
        growth *= ratio
    for i in range(len(means)):
        if open_[i] and means[i] + REACH * deviations[i] > lower:
            total = 0.0
            for k in range(count):
                total += over[i, k] * weight[k]
            out[i] = total / deviations[i]
    return count  # type: ignore[no-any-return]
