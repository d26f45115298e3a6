"""The plain keys of shortlists, against answers written by hand."""

import numpy as np

from slotwise.kernels.shortlist_numpy import pack, pick, promising, unpack


def test_keys_sort_as_scores_and_codes_do() -> None:
    """Greater scores first, below 0 too; ties by the lower code, whatever else is left out."""
    codes = np.arange(8, dtype=np.int32)
    scores = np.array([0.0, -3, np.inf, 2, -0.0, np.nan, 9, -7], np.float32)
    allowed, keys = np.arange(8) != 6, np.zeros(8, np.uint64)
    count = pack(codes, scores, allowed, -5.0, 0, 3, keys)
    assert (np.sort(keys[:count]) & np.uint64(7)).tolist() == [3, 0, 4, 1]
    assert pack(codes, scores, np.zeros(0, np.bool_), -np.inf, 0, 3, keys) == 6


def test_lists_one_after_the_other() -> None:
    """The first k of each list; a list may be empty."""
    one, other, keys = np.array([3, 1], np.int32), np.array([4, 0, 2], np.int32), np.zeros(5, np.uint64)
    nothing, scores = np.zeros(0, np.bool_), np.array([1, 2, 3], np.float32)
    assert pack(one, scores[:2], nothing, 0.0, 0, 3, keys) + pack(other, scores, nothing, 0.0, 2, 3, keys[2:]) == 5
    counts, codes = np.zeros(3, np.int64), np.zeros(5, np.int32)
    assert unpack(np.sort(keys), 3, 2, counts, codes) == 4
    assert (counts.tolist(), codes[:4].tolist()) == ([2, 0, 2], [1, 3, 2, 0])


def test_codes_of_parts() -> None:
    """Scores are those of the parts, one after the other; what is not allowed, or below a score, is left out."""
    order, scores = np.array([9, 8, 7, 6, 5], np.int32), np.array([1, 2, 3], np.float32)
    codes, found = np.zeros(3, np.int32), np.zeros(3, np.float32)
    begins, ends, allowed = np.array([3, 0]), np.array([5, 1]), np.arange(10) != 5
    assert pick(scores, -np.inf, -np.inf, begins, ends, order, allowed, codes, found) == 2
    assert (codes[:2].tolist(), found[:2].tolist()) == ([6, 9], [1, 3])
    assert pick(scores, 2, -np.inf, begins, ends, order, allowed[:0], codes, found) == 2
    assert pick(scores, 2, 2, begins, ends, order[:0], allowed[:0], codes, found) == 1
    assert (codes[0], found[0]) == (0, 3)


def test_lists_that_promise_most() -> None:
    """The greatest first, ties to the lower one; what is not a number promises nothing."""
    scores, start = np.array([1, np.nan, 5, 1, np.inf], np.float32), np.array([10, 11, 13, 16, 20, 25])
    begins, ends = np.zeros(2, np.int64), np.zeros(2, np.int64)
    assert promising(scores, start, begins, ends) == 2
    assert (begins.tolist(), ends.tolist()) == ([13, 10], [16, 11])
    assert promising(scores[1:2], start, begins, ends) == 0
