"""The plain reading of rings, against answers written by hand."""

import numpy as np

from slotwise.kernels.ring_numpy import around, weigh


def test_around() -> None:
    """Ring after ring; empty places are left out, what came before counts from the end."""
    neighbours, times = np.array([[3, -1], [2, 4]], np.int32), np.array([[50, 0], [90, 120]])
    steps, distance = np.array([[1, 0], [-1, 2]], np.int8), np.array([0.0, 1, 2, 9])
    products, found = np.zeros(4, np.int32), np.zeros((3, 4))
    latest, recency = np.array([1, 0], np.int32), np.array([1.0, 0.5])
    assert around(latest, neighbours, times, steps, 100, 10.0, recency, distance, products, found) == 3
    assert products[:3].tolist() == [2, 4, 3]
    assert found[:, :3].tolist() == [[-1, 0, -5], [1, 1, 0.5], [9, 2, 1]]
    weights = np.zeros(2, np.float32)
    weigh(found, weights)
    assert weights.tolist() == [-9, 0]
