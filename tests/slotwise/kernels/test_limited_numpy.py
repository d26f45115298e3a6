"""The plain slate under limits and pins, against answers written by hand."""

import numpy as np
import pytest

from slotwise.kernels.limited_numpy import after, chances, in_order

OPEN = np.ones(4, np.bool_)
LIMIT = (np.array([[5, 5, 6, -1]], np.int32), np.array([1]))
NO_LIMIT = (np.zeros((0, 4), np.int32), np.zeros(0, np.int64))
PIN = (np.array([2]), np.array([[False, False, True, False]]), np.array([[False, False, True, True]]))
NO_PIN = (np.zeros(0, np.int64), np.zeros((0, 4), np.bool_), np.zeros((0, 4), np.bool_))


def left(open_: np.ndarray, limit, pin, drawn: list[int]) -> list[int]:
    out = np.empty(4, np.bool_)
    after(open_, *limit, *pin, np.array(drawn, np.int64), out)
    return np.flatnonzero(out).tolist()


def test_limits() -> None:
    """One of a key closes the others; what has none is free."""
    assert left(OPEN, LIMIT, NO_PIN, [0]) == [2, 3]
    assert left(OPEN, LIMIT, NO_PIN, [3]) == [0, 1, 2]


def test_pins() -> None:
    """Held back before the slot, alone in it, free after it; and no pin where it would leave nothing."""
    assert left(OPEN, NO_LIMIT, PIN, []) == [0, 1]
    assert left(OPEN, NO_LIMIT, PIN, [0]) == [2]
    assert left(OPEN, NO_LIMIT, PIN, [0, 1]) == [2, 3]
    assert left(np.array([False, False, True, True]), NO_LIMIT, PIN, []) == [2, 3]
    assert left(OPEN, NO_LIMIT, PIN, [2]) == [0, 1, 3]


def test_in_order() -> None:
    """The best of what is open slot by slot, until nothing is."""
    places, opens = np.empty(4, np.int64), np.empty((4, 4), np.bool_)
    assert in_order(np.array([3.0, 4, 1, 2]), OPEN, *LIMIT, *PIN, places, opens) == 3
    assert places[:3].tolist() == [1, 2, 3]
    assert opens[:3].tolist() == [[True, True, False, False], [False, False, True, False], [False, False, False, True]]


def test_chances() -> None:
    """Each draw by the weights of what was open, with a share for what is new, mixed with the greedy slate."""
    opens, fresh = (
        np.array([[True, True, False, True], [False, True, False, True]]),
        np.array([False, True, True, False]),
    )
    weights, out = np.array([[2.0, 1, 9, 1], [9, 1, 9, 3]]), np.empty((2, 2))
    chances(np.array([0, 3]), opens, weights, fresh, 1.0, 0.0, out)
    assert out[0] == pytest.approx([0.5, 0.75])
    chances(np.array([0, 3]), opens, weights, fresh, 0.5, 0.2, out)
    assert out[1] == pytest.approx([0.5 + 0.5 * 0.4, 0.5 + 0.5 * 0.4 * 0.6])
    assert out[0] == pytest.approx([0.7, 0.62 / 0.7])
