"""Choice: what a slate was drawn from can be asked about it."""

from dataclasses import replace

import pytest

from slotwise.choice import choice
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.rules.diversity import Diversity
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import make_state


def wanted_of(model, *asks: Ask, seed: str = "d1") -> Wanted:
    return Wanted(asks or (Ask("home", 5), Ask("bill", 3), Ask("feed", 4)), model.as_of + 1000, seed)


def test_what_a_slate_was_drawn_from_can_be_asked_about_it(ranked_checkerboard):
    """With what stood before it on its page, every touchpoint's choice gives the probabilities that were decided."""
    model = replace(
        ranked_checkerboard, policy=PlackettLuce(explore=0.7), rules=(OncePerPage(), Diversity(per_category=2))
    )
    state = make_state("p", ["p2", "p4"], model.as_of - 1, city="SZ")
    for seed in range(20):
        wanted, page = wanted_of(model, seed=str(seed)), ()
        for place, slate in enumerate(decide(model, state, wanted).slates):
            found = choice(model, state, replace(wanted, page=page), model.start, place)
            places = [found.step.pool.contents.tolist().index(each.content) for each in slate.placements]
            again = found.policy.chances(found.step.scores, found.fresh, places, found.mask)
            assert [each.prefix for each in again] == pytest.approx([each.prefix for each in slate.placements])
            assert [each.propensity for each in again] == pytest.approx([each.propensity for each in slate.placements])
            page += tuple(model.catalog.contents.ids[each.content] for each in slate.placements)


def test_there_is_nothing_to_ask_about_an_unknown_touchpoint(ranked_checkerboard):
    """Where nothing is shown there is no choice."""
    model = ranked_checkerboard
    assert choice(model, make_state("p", [], 0), wanted_of(model, Ask("nowhere", 2)), model.start) is None
