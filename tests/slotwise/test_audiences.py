"""Audiences in a decision: stable holdouts of the right size, and nothing of the campaign for the held-out."""

import numpy as np
import pytest

from slotwise.audiences import Audiences, argument, contents_of, held_out
from slotwise.documents.audiences import Audience


def audience(**given):
    """An audience of the people of Shenzhen, changed as given."""
    return Audience(**{"audience": "sz", "when": 'person.city == "SZ"', **given})


def test_the_holdout_has_its_share():
    """Of many persons the share that was asked for is held out, give or take chance."""
    found = [held_out(audience(holdout=0.2), f"p_{number}") for number in range(20_000)]

    assert np.mean(found) == pytest.approx(0.2, abs=0.01)


def test_the_holdout_is_sticky_and_grows():
    """Nobody changes sides when the share is raised, but for those who are held out from then on."""
    persons = [f"p_{number}" for number in range(2_000)]
    few, many = ({each for each in persons if held_out(audience(holdout=share), each)} for share in (0.1, 0.3))

    assert few < many
    assert few == {each for each in persons if held_out(audience(holdout=0.1), each)}


def test_holdouts_are_independent_unless_they_share_a_salt():
    """Two campaigns hold different persons out; with one salt, the same."""
    persons = [f"p_{number}" for number in range(4_000)]
    one = np.array([held_out(audience(holdout=0.5), each) for each in persons])
    other = np.array([held_out(audience(audience="b", holdout=0.5), each) for each in persons])
    shared = [[held_out(audience(audience=name, salt="s", holdout=0.5), each) for each in persons] for name in "ab"]

    assert np.mean(one == other) == pytest.approx(0.5, abs=0.04)
    assert shared[0] == shared[1]


def test_a_member_is_whom_the_condition_holds_of():
    """Members meet the condition and are not held out; of an unknown audience nothing is known."""
    audiences = Audiences.of([audience(), audience(audience="none", holdout=1.0)])

    assert audiences.has("sz", "p", {"person.city": "SZ"}) is True
    assert audiences.has("sz", "p", {"person.city": "GZ"}) is False
    assert audiences.has("sz", "p", {}) is False
    assert audiences.has("none", "p", {"person.city": "SZ"}) is False
    assert audiences.has("other", "p", {}) is None


def test_a_campaign_is_kept_from_held_out_members():
    """With `members` the condition must hold, with `everybody` it does not matter; strangers are never left out."""
    audiences = Audiences.of(
        [audience(holdout=1.0), audience(audience="all", holdout=1.0, withhold="everybody"), audience(audience="none")]
    )
    here, there = {"person.city": "SZ"}, {"person.city": "GZ"}

    assert [audiences.leaves_out(name, "p", True, here) for name in ("sz", "all", "none")] == [True, True, False]
    assert [audiences.leaves_out(name, "p", True, there) for name in ("sz", "all", "none")] == [False, True, False]
    assert [audiences.leaves_out(name, "p", False, here) for name in ("sz", "all", "none")] == [False, False, False]
    assert audiences.leaves_out("other", "p", True, here) is None


def test_nobody_in_particular_is_not_held_out():
    """Anonymous visitors all have the same empty id, which must not put all of them on one side."""
    audiences = Audiences.of([audience(holdout=1.0)])

    assert audiences.has("sz", "", {"person.city": "SZ"}) is True
    assert audiences.leaves_out("sz", "", True, {"person.city": "SZ"}) is False


def test_the_contents_of_a_campaign(checkerboard):
    """Products stand for all their contents; what the catalogue does not know is passed over."""
    catalog = checkerboard.catalog
    found = contents_of(
        audience(products=[catalog.products.ids[1], "gone"], contents=[catalog.contents.ids[0], "gone"]), catalog
    )

    assert np.flatnonzero(found).tolist() == [0, *np.flatnonzero(catalog.contents.product == 1).tolist()]
    assert not contents_of(audience(), catalog).any()


@pytest.mark.parametrize("key", ["audience(sz)", "held_out(sz)"])
def test_the_key_names_the_audience(key):
    """The audience stands between the brackets."""
    assert argument(key) == "sz"
