"""The rulebook: compiled once for a configuration and a catalogue."""

import numpy as np

from slotwise.policies.greedy import Greedy
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.policies.thompson import Thompson
from slotwise.rulebook.book import explored
from tests.worlds import HOUR, START


def test_rules_stand_where_they_apply(ruled):
    """Everywhere, on the touchpoints named, or where a touchpoint brings them along; not those that are off."""
    model = ruled(
        {"rule": "all", "kind": "block"},
        {"rule": "bill", "kind": "block", "touchpoints": ["bill"]},
        {"rule": "off", "kind": "block", "enabled": False},
        home={"caps": [{"most": 2}]},
    )
    book = model.rulebook
    found = [[book.rules[each].id for each in place.rules.tolist()] for place in book.places]

    assert found == [["all", "home#cap-1"], ["all", "bill"], ["all", "feed#variety"]]
    assert book.marks[1].tolist() == [False, True, False]
    assert book.marks[0] is None


def test_equal_conditions_and_schedules_are_asked_once(ruled):
    """However they are written."""
    night = {"schedule": {"hours": ["22:00-06:00"]}}
    model = ruled(
        {"rule": "a", "kind": "block", "when": 'person.city=="SZ"', **night},
        {"rule": "b", "kind": "boost", "when": {"field": "person.city", "op": "==", "value": "SZ"}, **night},
    )
    book = model.rulebook

    assert (len(book.conditions), len(book.schedules)) == (1, 1)
    assert book.timetable(START + 23 * HOUR).tolist() == [True, True]
    assert book.timetable(START + 12 * HOUR).tolist() == [False, True]


def test_without_anything_to_ask_there_is_no_rulebook(ruled, checkerboard):
    """Touchpoints that say nothing of it, rules that are off; exploration is something."""
    assert ruled().rulebook is None
    plain = {"slots": 7}
    assert (
        ruled({"rule": "off", "kind": "block", "enabled": False}, home=plain, feed={"per_category": 0}).rulebook is None
    )
    assert ruled(home={"explore": 0.5}, feed={"per_category": 0}).rulebook is not None


def test_exploring_more_or_less():
    """The rest of the policy stays; one that takes no chances begins to."""
    assert explored(PlackettLuce(0.2, 2.0, 0.1), 0.5) == PlackettLuce(0.5, 2.0, 0.1)
    assert explored(Greedy(), 0.5) == PlackettLuce(explore=0.5)
    assert explored(Thompson(prior=9.0), 0.5) == Thompson(explore=0.5, prior=9.0)


def test_a_touchpoint_may_have_a_policy_of_its_own(ruled):
    """With its own share of drawn slates if it gives one; elsewhere the model's own way."""
    book = ruled(home={"policy": {"policy": "thompson", "prior": 9.0}, "explore": 0.5},
                 bill={"policy": {"policy": "greedy"}}).rulebook  # fmt: skip

    assert [each.policy for each in book.places] == [Thompson(explore=0.5, prior=9.0), Greedy(), None]
    assert ruled(home={"policy": {"policy": "greedy"}}, feed={"per_category": 0}).rulebook is not None


def test_faults_are_told(ruled):
    """What does not fit the catalogue."""
    book = ruled({"rule": "r", "kind": "diversity", "parameters": {"by": "shape"}}).rulebook

    assert len(book.faults) == 1
    assert np.flatnonzero(book.closing).tolist() == []


def test_equal_caps_are_counted_once(ruled):
    """Rules that differ in their conditions alone share a cap; another number makes another one."""
    cap = {"kind": "frequency_cap", "parameters": {"most": 2}}
    model = ruled(
        {"rule": "a", **cap, "when": 'person.city == "SZ"'},
        {"rule": "b", **cap},
        {"rule": "c", **cap, "parameters": {"most": 3}},
        {"rule": "d", "kind": "boost", "parameters": {"strength": 1}},
    )
    book = model.rulebook
    rows = {book.rules[place].id: row for place, row in book.caps.items()}

    assert rows == {"a": 0, "b": 0, "c": 1}
    assert [each.most for each in book.capped.caps] == [2, 3]
    assert book.closing.tolist()[:4] == [True, True, True, False]
