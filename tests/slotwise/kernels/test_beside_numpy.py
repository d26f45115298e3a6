"""The plain look-ups beside a list of products, against answers written by hand."""

import numpy as np

from slotwise.kernels.beside_numpy import (
    DAY,
    HOUR,
    agreement,
    distinct,
    exposures,
    history_by_code,
    latest,
    spread,
    touches,
)

KEYS = np.array([4, 2, 4], np.int32)
TIMES = np.array([1 * DAY, 2 * DAY, 9 * DAY])
WANTED = np.array([2, 4, 7], np.int32)
NOW = 10 * DAY


def filled(rows: int) -> np.ndarray:
    return np.empty((rows, 3), np.float32)


def test_spread() -> None:
    """Weights of the same key add up; a key without any has 0."""
    out = np.empty(3, np.float32)
    spread(KEYS, np.array([1.0, 2.0, 4.0]), WANTED, out)
    assert out.tolist() == [2, 5, 0]


def test_latest() -> None:
    """The latest time of a key, 0 without one."""
    out = np.empty(3, np.int64)
    latest(KEYS, TIMES, WANTED, out)
    assert out.tolist() == [2 * DAY, 9 * DAY, 0]


def test_touches() -> None:
    """Times, days since the last, entries since the last, days from the first to the last."""
    out = filled(4)
    touches(KEYS, TIMES, NOW, WANTED, out)
    assert np.array_equal(out, [[1, 2, 0], [8, 1, np.nan], [2, 1, np.nan], [0, 8, 0]], equal_nan=True)


def test_exposures() -> None:
    """Those of the last week, hours since the latest, dismissals."""
    out = filled(3)
    exposures(KEYS, TIMES, np.array([True, False, True]), NOW, WANTED, out)
    assert np.array_equal(out, [[0, 1, 0], [8 * DAY / HOUR, DAY / HOUR, np.nan], [0, 2, 0]], equal_nan=True)


def test_history_by_code() -> None:
    """Weights by code and days since the last one; an unknown code has the last place."""
    out = np.empty((2, 4), np.float32)
    history_by_code(np.array([1, -1, 1], np.int32), TIMES, np.array([1.0, 2.0, 4.0]), NOW, out)
    assert np.array_equal(out, [[0, 5, 0, 2], [np.nan, 1, np.nan, 8]], equal_nan=True)


def test_distinct() -> None:
    """The key that came up last stands last; its weights add up."""
    different, sums = np.zeros(3, np.int32), np.zeros(3, np.float32)
    assert distinct(KEYS, np.array([1, 2, 4], np.float32), different, sums) == 2
    assert (different.tolist(), sums.tolist()) == ([2, 4, 0], [2, 5, 0])


def test_agreement() -> None:
    """How many sources, the best rank, reciprocal ranks; nobody's candidate has no best rank."""
    ranks = np.array([[1, np.nan, np.nan], [10, 10, np.nan]], np.float32)
    out = filled(3)
    agreement(ranks, 10.0, out)
    assert np.allclose(out, [[2, 1, 0], [1, 10, np.nan], [1 / 11 + 1 / 20, 1 / 20, 0]], equal_nan=True)
