"""The plain board, against answers written by hand."""

import numpy as np

from slotwise.kernels.board_numpy import all_different, less, mark, none_of, opened, pin, take

CODES = np.array([4, 2, 0, 2], np.int32)


def test_opened() -> None:
    """What is shown of them and how many; no answer where a score cannot be used."""
    shown, out = np.array([False, True, True, True, True]), np.empty(4, np.bool_)
    assert opened(np.zeros(4), CODES, shown, out) == 3
    assert out.tolist() == [True, True, False, True]
    assert opened(np.array([0.0, np.nan, 0, 0]), CODES, shown, out) == -1
    assert opened(np.zeros(0), CODES[:0], shown, out[:0]) == 0


def test_take() -> None:
    """The places of those that are shown, behind what stands there already, with their touchpoint."""
    places, asked = np.zeros(5, np.int64), np.zeros(5, np.int64)
    assert take(CODES, np.array([False, True, True, True, True]), 7, 1, places, asked) == 4
    assert places.tolist() == [0, 0, 1, 3, 0]
    assert asked.tolist() == [0, 7, 7, 7, 0]


def test_mark() -> None:
    """Only codes of what is marked, beside those that were set before."""
    out = np.array([False, True, False, False, False])
    mark(CODES, np.array([True, True, False, False]), out)
    assert out.tolist() == [False, True, True, False, True]


def test_pin() -> None:
    """A marked content, and every candidate of its product; none without candidates."""
    marks, held = np.empty(4, np.bool_), np.empty(4, np.bool_)
    which = np.array([True, False, False, False, False])
    assert pin(CODES, np.array([7, 5, 7, 5], np.int32), which, marks, held) == 1
    assert (marks.tolist(), held.tolist()) == ([False, False, True, False], [True, False, True, False])
    assert pin(CODES[:0], CODES[:0], which, marks[:0], held[:0]) == 0


def test_less() -> None:
    """Two touchpoints, three caps: one is not reached, one applies on the second touchpoint, one closes elsewhere."""
    open_ = np.array([[True, True, False], [True, True, True]])
    applies, there = np.array([[True, False, True], [True, True, True]]), np.array([[1, 1], [1, 1], [1, 0]], np.bool_)
    masks = np.array([[True, True, True], [True, False, False], [False, True, False]])
    out, shown, allowed = np.empty((2, 3), np.bool_), np.empty(3, np.bool_), np.empty(3, np.bool_)
    less(
        open_, applies, np.array([0, 1]), masks, np.array([-1, 1, 1, 0]), there, np.array([2, 0, 0], np.int32), out,
        shown, allowed,
    )  # fmt: skip
    assert out.tolist() == [[True, False, False], [False, True, True]]
    assert shown.tolist() == [True, True, True]
    assert allowed.tolist() == [True, False, True]


def test_none_of() -> None:
    """Every code that is taken is closed wherever it stands."""
    out = np.empty(4, np.bool_)
    none_of(CODES, np.array([2, 9], np.int32), out)
    assert out.tolist() == [True, False, True, False]


def test_all_different() -> None:
    """Whether one stands twice."""
    assert all_different(CODES[:3])
    assert not all_different(CODES)
    assert all_different(CODES[:0])
