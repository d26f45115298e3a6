"""Means over seeds with their intervals: the seeds are few, so Student's t, and ratios as logarithms."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

LEVEL = 0.95


def mean(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean of independent values with its 95 % t interval; NaN bounds for fewer than two."""
    found = np.asarray(values, np.float64)
    middle = float(found.mean())
    if len(found) < 2:
        return middle, float("nan"), float("nan")
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(found) - 1) * found.std(ddof=1) / np.sqrt(len(found)))
    return middle, middle - half, middle + half


def ratio(above: Sequence[float], below: Sequence[float]) -> tuple[float, float, float]:
    """Return the geometric mean of paired ratios with its 95 % t interval; all values above 0."""
    middle, low, high = mean(np.log(np.asarray(above) / np.asarray(below)).tolist())
    return float(np.exp(middle)), float(np.exp(low)), float(np.exp(high))
