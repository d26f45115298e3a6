"""Sums as numpy adds them up, as a part of the compiled kernels: in pairs of halves, blocks of 128 by eight at once."""

import numpy as np

from slotwise.kernels.machine_code import part

_DEEP = 128
"""Halves that wait at most, two for each bit of a length."""


@part
def _few(values, start, count):  # type: ignore[no-untyped-def]
    total = values[start]
    for i in range(start + 1, start + count):
        total += values[i]
    return total


@part
def _block(values, start, count):  # type: ignore[no-untyped-def]
    a, b, c, d = values[start], values[start + 1], values[start + 2], values[start + 3]
    e, f, g, h = values[start + 4], values[start + 5], values[start + 6], values[start + 7]
    stop, i = start + count - count % 8, start + 8
    while i < stop:
        a, b, c, d = a + values[i], b + values[i + 1], c + values[i + 2], d + values[i + 3]
        e, f, g, h = e + values[i + 4], f + values[i + 5], g + values[i + 6], h + values[i + 7]
        i += 8
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    while i < start + count:
        total += values[i]
        i += 1
    return total


@part
def pairwise_sum(values, start, count):  # type: ignore[no-untyped-def]
    """The sum of so many values from a place on, at least one: the same bits as `np.add.reduce` gives for them."""
    if count < 8:
        return _few(values, start, count)
    if count <= 128:
        return _block(values, start, count)
    # Start and length of what is still to be added up; a length below 0 says that both halves are there.
    waiting, deep = np.empty((_DEEP, 2), np.int64), 1
    sums, done = np.empty(_DEEP, values.dtype), 0
    waiting[0, 0], waiting[0, 1] = start, count
    while deep:
        deep -= 1
        first, length = waiting[deep]
        if length < 0:
            done -= 1
            sums[done - 1] += sums[done]
        elif length <= 128:
            sums[done] = _block(values, first, length)
            done += 1
        else:
            half = length // 2 - length // 2 % 8
            waiting[deep, 1] = -1
            waiting[deep + 1, 0], waiting[deep + 1, 1] = first + half, length - half
            waiting[deep + 2, 0], waiting[deep + 2, 1] = first, half
            deep += 3
    return sums[0]
