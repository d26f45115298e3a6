"""Summing: columns added up by code, always as floats."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sums(code: NDArray[np.int64], values: NDArray[Any], n: int) -> NDArray[np.float64]:
    """Return float64 (n,): the sum of the values of every code from 0 to n - 1; `code` is int64, as many as values."""
    return np.asarray(np.bincount(code, np.asarray(values, np.float64), n), np.float64)
