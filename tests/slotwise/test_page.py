"""A page drawn at once is the page that is filled touchpoint by touchpoint, bit by bit."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.begun import begin
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Slate, Wanted
from slotwise.filling import one_by_one
from slotwise.page import at_once
from slotwise.policies.greedy import Greedy
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.policies.thompson import Thompson
from slotwise.rules import Rule
from slotwise.rules.already_seen import AlreadySeen
from slotwise.rules.diversity import Diversity
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import make_state

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="a page is drawn at once by machine code only")

WRITTEN = [
    {"rule": "first", "kind": "pin", "parameters": {"slot": 1}, "contents": 'product.category == "plan"'},
    {"rule": "few", "kind": "diversity", "parameters": {"most": 2}, "touchpoints": ["feed"]},
]
POLICIES = [
    Greedy(),
    PlackettLuce(),
    PlackettLuce(explore=0.7, temperature=0.1, floor=0.3),
    PlackettLuce(explore=1.0, temperature=1e-3, floor=0.0),
]
RULES = [(), (OncePerPage(),), (OncePerPage(), AlreadySeen(), Diversity(per_category=2)), (Diversity(),)]
ASKS = st.builds(
    Ask, touchpoint=st.sampled_from(["home", "bill", "feed", "nowhere"]), slots=st.sampled_from([1, 3, 8, 60])
)


def compared(slates: list[Slate]) -> list[tuple]:
    """Everything that a slate says."""
    return [
        (
            *each[:3], each.considered.tolist(), each.scores.tobytes(), dict(each.dropped),
            {name: ranks.tobytes() for name, ranks in each.ranks.items()}, each.short,
            each.read and [one.tobytes() for one in each.read], each.aside, dict(each.policy),
        )
        for each in slates
    ]  # fmt: skip


def both(model, wanted: Wanted, state) -> tuple[list[Slate] | None, list[Slate]]:
    """The slates of a request drawn at once, and filled one by one."""
    return at_once(begin(model, state, wanted, model.start)), one_by_one(begin(model, state, wanted, model.start))


@settings(max_examples=150, deadline=None)
@given(
    asks=st.lists(ASKS, min_size=1, max_size=4),
    policy=st.sampled_from(POLICIES),
    rules=st.sampled_from(RULES),
    written=st.sampled_from([[], WRITTEN[:1], WRITTEN[1:], WRITTEN]),
    seed=st.text(max_size=3),
    page=st.lists(st.sampled_from(["p2.banner", "p4.tile", "p5.banner", "gone"]), max_size=3),
)
def test_at_once_is_as_one_by_one(worlds, asks, policy, rules, written, seed, page):
    """Whatever touchpoints, policy and rules, whatever stands on the page: placements, chances, all that is told."""
    model = replace(worlds[len(written), bool(written) and written[0]["rule"]], policy=policy, rules=rules)
    state = make_state("p", ["p2", "p4", "p7"], model.as_of - 1)
    found, plain = both(model, Wanted(tuple(asks), model.as_of + 1, seed, page=tuple(page)), state)
    assert found is None or compared(found) == compared(plain)
    assert found is not None or not [each for each in asks if each.touchpoint != "nowhere"]


@pytest.fixture(scope="module")
def worlds(ranked_checkerboard):
    """The checkerboard with some of the written rules, by their number and the first one."""
    sets = [[], WRITTEN[:1], WRITTEN[1:], WRITTEN]
    return {
        (len(each), bool(each) and each[0]["rule"]): ranked_checkerboard.configured(Configuration.load({"rules": each}))
        for each in sets
    }


@dataclass(frozen=True)
class Odd(Rule):
    """Has to be asked slot by slot."""

    name = "odd"

    def allow(self, board, drawn):
        """Forbid products that are like the number drawn."""
        return board.products % 2 != len(drawn) % 2


def test_who_has_to_be_asked_is_asked_one_by_one(ranked_checkerboard):
    """Rules and policies of another kind, candidates given, a lower step, no time, no ranker: no page at once."""
    model, state = ranked_checkerboard, make_state("p", ["p2"], ranked_checkerboard.as_of - 1)
    wanted = Wanted((Ask("home", 3), Ask("bill", 2)), model.as_of + 1, "d")
    assert both(model, wanted, state)[0] is not None
    for each in (replace(model, rules=(Odd(),)), replace(model, policy=Thompson()), replace(model, trees=None)):
        assert both(each, wanted, state)[0] is None
    given_ones = Ask("home", 3, candidates=("p1.banner", "p2.banner"))
    for other in (
        replace(wanted, expired=lambda: True),
        replace(wanted, best="popular"),
        replace(wanted, asks=(Ask("bill", 2), given_ones)),
    ):
        assert both(model, other, state)[0] is None


def test_chances_that_underflow_are_made_slot_by_slot(ranked_checkerboard):
    """Where the last weight is below what a float holds, the plain way answers."""
    model = replace(ranked_checkerboard, policy=PlackettLuce(explore=0.0, temperature=1e-6))
    state, wanted = make_state("p", ["p2"], model.as_of - 1), Wanted((Ask("home", 40),), model.as_of + 1, "d")
    found, plain = both(model, wanted, state)
    assert found is None
    assert np.isfinite([each.propensity for each in plain[0].placements]).all()


def test_where_nothing_may_be_shown_the_rest_of_the_page_is_drawn_at_once(ranked_checkerboard):
    """A touchpoint whose rules leave nothing says so; one whose own list has something left climbs by itself."""
    rule = {"rule": "none", "kind": "block", "touchpoints": ["bill"], "contents": "content.content_id != ''"}
    strict = {**rule, "strict": True}
    for written, alone in ((strict, False), (rule, True)):
        model = ranked_checkerboard.configured(Configuration.load({"rules": [written]}))
        place = model.catalog.touchpoint("bill")
        assert model.catalog.touchpoints[place].fallback or not alone
        state = make_state("p", ["p2", "p4"], model.as_of - 1)
        wanted = Wanted((Ask("home", 3), Ask("bill", 2), Ask("feed", 2)), model.as_of + 1, "d")
        found, plain = both(model, wanted, state)
        assert (found is None) is alone
        assert found is None or compared(found) == compared(plain)
        assert bool(plain[1].placements) is alone
