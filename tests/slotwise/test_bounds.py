"""Bounds: limits and pins of all touchpoints, flat, against arrays written by hand."""

import numpy as np
import pytest

from slotwise.begun import begin
from slotwise.bounds import bounds
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.rules import Rule
from slotwise.rules.diversity import Diversity
from tests.worlds import make_state

ASKS = (Ask("home", 3), Ask("feed", 4))
PIN = {
    "rule": "first", "kind": "pin", "parameters": {"slot": 2}, "contents": 'product.category == "plan"',
    "touchpoints": ["feed"],
}  # fmt: skip


@pytest.fixture
def ladder(ranked_checkerboard):
    """Of two touchpoints, with a pin on the second one."""
    model = ranked_checkerboard.configured(Configuration.load({"rules": [PIN]}))
    return begin(model, make_state("p", ["p2"], 0), Wanted(ASKS, model.as_of + 1, "d"), model.start).ladder


def test_all_stand_one_after_the_other(ladder):
    """A limit by category for both touchpoints, and the pin's marks, then what it holds back."""
    ranked = ladder.shared.page
    found = bounds(ladder.live.catalog, ranked, ladder.shared.spots, [Diversity(per_category=2)])
    sizes = np.diff(ranked.ends).tolist()
    categories = ladder.live.catalog.products.category[ranked.pool.products]
    plan = ladder.live.catalog.products.categories.index("plan")

    assert found.begins.tolist() == [[0, 1, 2], [0, 0, 1], [0, sizes[0], sum(sizes)], [0, 0, 2 * sizes[1]]]
    assert found.keys.tolist() == categories.tolist()
    assert found.most.tolist() == [2, ladder.live.catalog.touchpoints[ladder.eligible.spot(ASKS[1]).place].per_category]
    assert found.slots.tolist() == [2]
    assert found.marks.tolist() == (categories[sizes[0] :] == plan).tolist() * 2


def test_nothing_is_bound_without_rules(ranked_checkerboard):
    """No array is made for nothing."""
    model = ranked_checkerboard
    ladder = begin(model, make_state("p", ["p2"], 0), Wanted(ASKS, model.as_of + 1, "d"), model.start).ladder
    found = bounds(ladder.live.catalog, ladder.shared.page, ladder.shared.spots, [])
    assert not found.begins.any()
    assert found.begins.shape == (4, 3)
    assert [len(each) for each in found[1:]] == [0, 0, 0, 0]


def test_a_rule_that_closes_something_at_once_cannot_be_told(ladder):
    """What it says before the first draw is no limit."""

    class Closing(Rule):
        page = "nothing"

        def allow(self, board, drawn):
            return board.products % 2 == 0

        def limits(self, board):
            return ()

    assert bounds(ladder.live.catalog, ladder.shared.page, ladder.shared.spots, [Closing()]) is None
