"""Who answered, and how full."""

import pytest

from slotwise.decision import ServiceLevel
from training.metrics.levels import Filled, ServedByRanker, shares


def test_the_ranker_or_somebody_else(answers):
    """Answers of the ranker count 1, those of a lower step 0, and the shares of all steps add up to 1."""
    ranked = answers([[0], [1]], [[], []])
    fallen = answers([[0], [1]], [[], []], level=ServiceLevel.POPULAR)

    assert ServedByRanker().value(ranked) == 1
    assert ServedByRanker().value(fallen) == 0
    assert shares(fallen)["popular"] == 1
    assert sum(shares(ranked).values()) == pytest.approx(1)


def test_empty_slots_show(answers):
    """Three of four slots are filled."""
    assert Filled().value(answers([[0, 1], [2, -1]], [[], []])) == pytest.approx(0.75)
