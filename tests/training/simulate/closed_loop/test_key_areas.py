"""Visits led from key areas: one world shows visits under four policies, five say how they compare."""

from dataclasses import replace

import pytest

from slotwise.rules.already_owned import AlreadyOwned
from slotwise.rules.diversity import Diversity
from slotwise.rules.frequency_cap import FrequencyCap
from slotwise.rules.once_per_page import OncePerPage
from training.simulate.closed_loop.key_areas import EXPLORE, KeyAreas, as_free_as_the_others

POLICIES = ("random", "rules", "popular", "oracle", "slotwise")


@pytest.mark.slow
def test_a_world_shows_visits_under_every_policy(tmp_path):
    """A small world gives numbers for each policy, and what learned leads more visits than chance."""
    told = []
    shown = KeyAreas().show(3, 400, tmp_path, lambda what, done: told.append(done))
    assert set(shown) == {f"{policy} {what}" for policy in POLICIES for what in ("visits", "conversions")}
    assert shown["oracle visits"] > shown["slotwise visits"] > shown["random visits"] > 0
    assert told == sorted(told)


def test_the_worlds_together_say_whether_visits_doubled():
    """The ratio over the rules is told with its interval and held against two."""
    world = {f"{policy} conversions": 1.0 for policy in POLICIES}
    world |= {"random visits": 1.0, "rules visits": 2.0, "popular visits": 3.0, "oracle visits": 5.0}
    worlds = [{**world, "slotwise visits": each} for each in (4.2, 4.4, 4.6)]
    rules, *rest = KeyAreas().figures(worlds)
    assert rules.value == pytest.approx(2.2, abs=0.01)
    assert rules.low < rules.value < rules.high
    assert rules.reached
    assert not KeyAreas().figures([{**each, "rules visits": 3.0} for each in worlds])[0].reached
    assert {each.figure for each in rest} >= {"visits led, slotwise over random", "slotwise visits a person"}


def test_nobody_keeps_what_an_operator_asks_of_a_page(lived):
    """The rules of the page and the operators' rulebook go, what is known of persons stays."""
    asked = replace(lived.model, rules=(OncePerPage(), Diversity(2), FrequencyCap(), AlreadyOwned()))
    free = as_free_as_the_others(asked)
    assert free.rules == (FrequencyCap(), AlreadyOwned())
    assert free.rulebook is None
    assert free.policy.explore == EXPLORE
