"""The plain chances of being the largest, against answers written by hand."""

from math import exp

import numpy as np
import pytest

from slotwise.kernels.largest_numpy import chances
from slotwise.largest import curves


def found(means: list[float], deviations: list[float], open_: list[bool]) -> list[float]:
    """What the kernel fills in."""
    out = np.full(len(means), np.nan)
    chances(np.array(means), np.array(deviations), np.array(open_), curves(), 0.08, exp(1 / 8), out)
    return (out / 8).tolist()


def test_equals_share_alike() -> None:
    """Variables that are the same are the largest equally often."""
    assert found([1.0, 1.0, 1.0, 1.0], [0.5] * 4, [True] * 4) == pytest.approx([0.25] * 4, abs=1e-8)


def test_what_is_closed_is_never_the_largest() -> None:
    """A closed variable does not count, and where all are closed nothing does."""
    assert found([9.0, 1.0, 1.0], [0.1, 1.0, 1.0], [False, True, True]) == pytest.approx([0.0, 0.5, 0.5], abs=1e-8)
    assert found([1.0, 2.0], [1.0, 1.0], [False, False]) == [0.0, 0.0]


def test_a_single_one_is_certain() -> None:
    """One variable is the largest."""
    assert found([3.0], [2.0], [True]) == pytest.approx([1.0], abs=1e-8)
