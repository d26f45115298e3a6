"""What features see: the same facts for all of them, computed once where several need them."""

import numpy as np

from slotwise.features import Items, Match


def test_match_remembers_within_one_request():
    """What features keep for one another is computed once."""
    match = Match(None, None, None)
    calls = []
    for _ in range(3):
        match.keep("x", lambda: calls.append(1) or np.zeros(1))

    assert len(calls) == 1


def test_what_stands_beside_a_product_is_found_for_each_candidate():
    """Weights are added up, of moments the latest counts; a candidate beside which nothing stands has 0."""
    match = Match(None, Items(np.arange(3, dtype=np.int32), np.array([7, 5, 9], np.int32), None), None)
    beside = np.array([5, 7, 5], np.int32)

    assert match.spread(beside, np.array([1.0, 2.0, 4.0])).tolist() == [2.0, 5.0, 0.0]
    assert match.latest(beside, np.array([30, 10, 20], np.int64)).tolist() == [10, 30, 0]
