"""Paired timing: A B A B in one run, so that a busy machine slows both sides alike and the ratio stays honest."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Pair:
    """Median microseconds of one call of each side, and the ratio first / second with its quartiles over rounds."""

    first_us: float
    second_us: float
    ratio: float
    ratio_low: float
    ratio_high: float


def paired(first: Callable[[int], object], second: Callable[[int], object], rounds: int, calls: int) -> Pair:
    """Time `calls` calls of each side in every round, in turns; the argument is the number of the call in its round.

    The first round is thrown away: it pays for caches and lazy loading.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        times = np.array([[_time(side, calls) for side in (first, second)] for _ in range(rounds + 1)])[1:]
    finally:
        if collecting:
            gc.enable()
    low, middle, high = np.quantile(times[:, 0] / times[:, 1], [0.25, 0.5, 0.75])
    first_us, second_us = np.median(times, axis=0)
    return Pair(float(first_us), float(second_us), float(middle), float(low), float(high))


def _time(side: Callable[[int], object], calls: int) -> float:
    start = time.perf_counter_ns()
    for call in range(calls):
        side(call)
    return (time.perf_counter_ns() - start) / calls / 1e3
