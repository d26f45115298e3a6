"""Sums as numpy adds them up, as the compiled kernels do it."""

import numpy as np
import pytest
from numba import njit

from slotwise.kernels.pairwise import pairwise_sum


@njit
def _sum(values, start, count):
    return pairwise_sum(values, start, count)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_same_bits_as_numpy(dtype) -> None:
    """For every length up to some blocks and for long ones, wherever the values begin."""
    random = np.random.default_rng(1)
    for count in [*range(1, 420), 1_000, 4_097, 100_003]:
        values = (random.normal(size=count + 3) * 10 ** random.normal(size=count + 3)).astype(dtype)
        assert dtype(_sum(values, 3, count)).tobytes() == np.add.reduce(values[3:]).tobytes(), count
