"""Pace: a short deadline chooses a step that fits, and the ranker is tried again after a while."""

from service.pace import Pace
from slotwise.decision import ServiceLevel


def test_the_ranker_is_used_until_it_is_known_to_be_too_slow():
    """Nothing known: try. Known to take longer than is left: a lower step."""
    pace = Pace()
    assert pace.best(0.001, 2) is ServiceLevel.RANKER
    pace.learn(0.010, 2)
    assert pace.best(0.020, 2) is ServiceLevel.RANKER
    assert pace.best(0.001, 2) is ServiceLevel.POPULAR
    assert pace.best(0.001, 3) is ServiceLevel.RANKER


def test_a_skipped_ranker_is_tried_again():
    """One slow moment does not bar the ranker for ever."""
    pace = Pace()
    pace.learn(0.010, 1)
    tries = next(count for count in range(1_000) if pace.best(0.008, 1) is ServiceLevel.RANKER)

    assert 1 < tries < 50


def test_the_average_moves():
    """Later decisions change what is expected."""
    pace = Pace()
    pace.learn(0.100, 1)
    for _ in range(100):
        pace.learn(0.001, 1)

    assert pace.best(0.005, 1) is ServiceLevel.RANKER
