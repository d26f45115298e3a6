"""Audiences in a decision: stable holdouts of the right size, and nothing of the campaign for the held-out."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.audiences import Audiences, contents_of, held_out
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


def test_the_campaign_is_kept_from_held_out_members(checkerboard):
    """Products and contents of the campaign are masked for held-out members, and for nobody else."""
    catalog = checkerboard.catalog
    product, content = catalog.products.ids[1], catalog.contents.ids[0]
    audiences = Audiences.of([audience(holdout=1.0, products=[product], contents=[content])])
    kept = audiences.kept_from("p", True, {"person.city": "SZ"}, catalog)

    assert kept is not None
    assert np.flatnonzero(kept).tolist() == [0, *np.flatnonzero(catalog.contents.product == 1).tolist()]
    assert audiences.kept_from("p", True, {"person.city": "GZ"}, catalog) is None
    assert audiences.kept_from("p", False, {"person.city": "SZ"}, catalog) is None
    assert Audiences.of([audience(products=[product])]).kept_from("p", True, {"person.city": "SZ"}, catalog) is None


def test_everybody_held_out_can_be_meant(checkerboard):
    """With `withhold: everybody` the condition does not matter: the held-out never see the campaign."""
    catalog = checkerboard.catalog
    audiences = Audiences.of([audience(holdout=1.0, contents=[catalog.contents.ids[2]], withhold="everybody")])
    kept = audiences.kept_from("p", True, {}, catalog)

    assert kept is not None
    assert np.flatnonzero(kept).tolist() == [2]
    assert audiences.kept_from("p", False, {}, catalog) is None


def test_several_campaigns_keep_all_of_theirs(checkerboard):
    """Whoever is held out of two campaigns sees nothing of either."""
    catalog = checkerboard.catalog
    both = [
        audience(audience=name, holdout=1.0, contents=[catalog.contents.ids[place]])
        for place, name in enumerate(("a", "b"))
    ]
    kept = Audiences.of(both).kept_from("p", True, {"person.city": "SZ"}, catalog)

    assert kept is not None
    assert np.flatnonzero(kept).tolist() == [0, 1]


def test_what_the_catalogue_does_not_know_is_passed_over(checkerboard):
    """A product that has gone from the catalogue keeps nothing away."""
    assert not contents_of(audience(products=["gone"], contents=["gone"]), checkerboard.catalog).any()


def test_masks_follow_the_catalogue(checkerboard):
    """A new catalogue gets a mask of its own."""
    audiences = Audiences.of([audience(holdout=1.0, contents=[checkerboard.catalog.contents.ids[0]])])
    facts = {"person.city": "SZ"}
    first = audiences.kept_from("p", True, facts, checkerboard.catalog)
    again = audiences.kept_from("p", True, facts, checkerboard.catalog)
    other = audiences.kept_from("p", True, facts, replace(checkerboard.catalog))

    assert first is again
    assert other is not first
