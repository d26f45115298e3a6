"""Calls: constant arguments of the right kinds, and one key each."""

import pytest

from slotwise.conditions import CALLS, Call, Condition
from slotwise.errors import ConditionError


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (Call("times", ("leave", "broadband", 7)), "times(leave,broadband,7)"),
        (Call("times", ("leave", "", 7.0)), "times(leave,,7)"),
        (Call("times", ("view", "product:p_1", 0.5)), "times(view,product:p_1,0.5)"),
        (Call("days_since", ("convert", "")), "days_since(convert,)"),
        (Call("audience", ("leavers",)), "audience(leavers)"),
    ],
)
def test_facts_hold_calls_under_their_key(call, key):
    """The key is the call with plain arguments."""
    assert call.key == key


@pytest.mark.parametrize(
    "text",
    [
        "times() > 1", 'times("leave", "b") > 1', 'times("leaf", "b", 7) > 1', 'times("leave", "b", 0) > 1',
        'times("leave", "b", 10000) > 1', 'times("leave", 3, 7) > 1', 'times("x.a,b", "", 7) > 1',
        'audience("")', "audience(person.city)", 'audience("a") > 1', 'days_since("convert", null) > 1',
        f'audience("{"a" * 200}")', 'sleep(3)', 'times("leave", "b", true) > 1',
    ],
)  # fmt: skip
def test_wrong_calls_are_refused(text):
    """Too few, of a wrong kind, out of range, not constant."""
    with pytest.raises(ConditionError):
        Condition.of(text)


def test_custom_events_can_be_counted():
    """Events of the installation's own begin with x."""
    assert Condition.of('times("x.survey", "", 30) >= 1').calls


def test_every_call_says_what_it_is():
    """For the documentation and for a rule builder."""
    assert all(each.says and each.result in ("number", "yes/no") for each in CALLS.values())
