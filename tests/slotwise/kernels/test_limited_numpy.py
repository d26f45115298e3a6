"""The plain slate under limits and pins, against answers written by hand."""

import numpy as np
import pytest

from slotwise.kernels.limited_numpy import after, chances, draw_on, in_order, picked

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


def test_draw_on() -> None:
    """By luck, until another candidate is the best one; the mixture of what is drawn and what is greedy."""
    places, out, so_far = np.full(3, -7), np.zeros((2, 3)), np.ones(3)
    scores, mask = np.array([2.0, 2, 1, 9]), (np.array([True, True, True, False]), *NO_LIMIT, *NO_PIN)
    some = scores, np.array([1.0, 1, 0.5, 1]), *mask, np.zeros(4, np.bool_), np.array([0.9, 0.1, 0.5])
    assert draw_on(0, 2.0, *some, 0.5, 0.1, so_far, places, out) == 3
    assert places.tolist() == [2, 0, 1]
    assert out[1] == pytest.approx([0.5 * 0.2, 0.5 * 0.2 / 2, 0.5 * 0.2 / 2])
    assert out[0] == pytest.approx([0.1, 0.5, 1.0])
    assert draw_on(0, 9.0, *some, 0.5, 0.1, np.ones(3), places, out) == 0
    assert places[0] == 0
    places[:2] = 0, 1
    assert draw_on(2, 2.0, *some, 0.5, 0.1, np.ones(3), places, out) == 2
    assert places[2] == 2


def test_a_pick_has_a_share() -> None:
    """Luck between nothing and everything never falls on what cannot be drawn."""
    shares = np.array([0.0, 0.25, 0.0, 0.75, 0.0])
    assert [picked(shares, luck) for luck in (0.0, 0.2, 0.25, 0.9, 1 - 2**-53)] == [1, 1, 3, 3, 3]
