"""The plain greedy slate and its chances, against answers written by hand."""

import numpy as np
import pytest

from slotwise.kernels.slate_numpy import best_in_order, chances, lead

OPEN, OLD = np.array([True, True, False, True]), np.zeros(4, np.bool_)


def test_best_in_order() -> None:
    """Best first, among equals the first, nothing that is closed or has no score."""
    places = np.zeros(3, np.int64)
    assert best_in_order(np.array([1.0, 2, 9, 1]), OPEN, places) == 3
    assert places.tolist() == [1, 0, 3]
    assert best_in_order(np.array([1.0, np.nan, 9, -np.inf]), OPEN, places) == 1


def test_lead() -> None:
    """Behind the best open one, in temperatures; what is closed and better is not behind it."""
    places, behind = np.zeros(2, np.int64), np.zeros(4)
    assert lead(np.array([1.0, 2, 9, 1.5]), OPEN, 0.5, places, behind) == 2
    assert (places.tolist(), behind.tolist()) == ([1, 3], [-2, 0, 0, -1])
    assert lead(np.array([1.0, 2, 9, 1.5]), OLD, 0.5, places, behind) == 0


def test_chances() -> None:
    """One draw after the other by weight, mixed with the slate that is greedy anyway."""
    out = np.zeros((2, 2))
    assert chances(np.array([1, 0]), np.array([1.0, 2, 7, 1]), OPEN, OLD, 0.5, 0.1, out) == 2
    assert out[1] == pytest.approx([0.5 + 0.5 / 2, 0.5 + 0.5 / 2 / 2])
    assert out[0] == pytest.approx([0.75, 0.625 / 0.75])


def test_a_share_for_what_is_new() -> None:
    """Of each draw a share goes evenly to the new ones that are left, as long as there are any."""
    out = np.zeros((2, 2))
    chances(np.array([1, 0]), np.ones(4), OPEN, np.array([False, True, True, False]), 1.0, 0.4, out)
    assert out[1] == pytest.approx([0.6 / 3 + 0.4, (0.6 / 3 + 0.4) / 2])
