"""The plain reading of a history, against answers written by hand."""

import numpy as np

from slotwise.kernels.history_numpy import confide, exponents, interests


def test_interests() -> None:
    """What speaks for its product, old to new, with its time and strength."""
    products, times, kinds = np.array([4, 2, 9], np.int32), np.array([5, 6, 7]), np.array([1, 0, 2], np.int8)
    own, own_times, weights = np.zeros(3, np.int32), np.zeros(3, np.int64), np.zeros(3, np.float32)
    assert interests(products, times, kinds, np.array([0, 1, 2], np.float32), own, own_times, weights) == 2
    assert (own[:2].tolist(), own_times[:2].tolist(), weights[:2].tolist()) == ([4, 9], [5, 7], [1, 2])


def test_exponents() -> None:
    """Half-lives ago, below 0; nothing lies ahead."""
    out = np.zeros(3)
    exponents(np.array([80, 100, 120]), 100, 10.0, out)
    assert out.tolist() == [-2, 0, 0]


def test_confide() -> None:
    """Confidences, and the unit matrix with rows weighted by them less 1."""
    confidence, inner = np.zeros(2, np.float32), np.array([[1, 2], [3, 4]], np.float32)
    confide(np.array([1, 2], np.float32), 2.0, confidence, inner)
    assert confidence.tolist() == [2, 4]
    assert inner.tolist() == [[2, 2], [9, 13]]
