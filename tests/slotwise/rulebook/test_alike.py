"""Alike: values of a fact that conditions cannot tell apart have one key; all others have keys of their own."""

import pytest

from slotwise.conditions import Condition
from slotwise.conditions.folding import folded
from slotwise.rulebook.alike import Alike


def keys(written: list[str], *values: object) -> list[object]:
    alike = Alike("state.f", [folded(Condition.of(each).tree) for each in written])
    return [alike.key(each) for each in values]


def test_numbers_between_the_same_constants_are_alike():
    """On a constant itself, below and above it are three; 1 and 1.0 are the same."""
    below, on, same, above, far = keys(["state.f >= 1 + 2", "5 > state.f"], -1, 3, 3.0, 4.9, 7)

    assert on == same
    assert len({below, on, above, far}) == 4
    assert keys(["state.f in [1, 2]"], 1, 1.5, 1.6)[1:] == [2, 2]


def test_what_is_no_number_is_unknown():
    """As what is missing is."""
    missing, odd, zero = keys(["state.f > 0"], None, float("nan"), 0)

    assert missing == odd != zero


@pytest.mark.parametrize("written", ["state.f % 2 == 0", "state.f == state.g", "(state.f > 1 ? state.f : 3) > 2"])
def test_numbers_that_are_computed_with_are_their_own(written):
    """Nothing is known of what comes of it."""
    one, other, again = keys([written], 1, 2, 1)

    assert one == again != other


def test_texts_and_truths_are_their_own():
    """A truth is no number, and no text is unknown."""
    found = keys(["state.f == 1"], "a", "b", "", True, 1, None)

    assert len(set(found)) == 6


def test_lists_are_alike_by_the_texts_that_are_looked_for():
    """Where anything else is done with them they have to be asked about by themselves."""
    one, other, third = keys(['"a" in state.f', 'state.f.contains("b")'], *map(frozenset, ("ax", "ay", "ab")))

    assert one == other != third
    assert keys(['"a" in state.f', "size(state.f) > 1"], frozenset("a")) == [None]
    assert keys(['"a" in state.f', "1 in state.f"], frozenset("a")) == [None]
    assert keys(['"a" in state.f'], ["a"]) == [None]


def test_what_is_asked_of_other_facts_does_not_matter():
    """One condition may read several; compared with each other they are told apart by themselves."""
    below, above, far = keys(['"a" in tags && (state.g % 2 == 1 || state.f > 3)'], 2, 4, 9)

    assert below != above == far
    assert len(set(keys(["state.f > state.g || state.f > 3"], 4, 9))) == 2


def test_calls_are_facts_too():
    """By their key."""
    alike = Alike("days_since(leave,)", [Condition.of('days_since("leave", "") < 3').tree])

    assert alike.key(1.5) == alike.key(2.5) != alike.key(3.5)
