"""Holdouts as documents: shares, times, and a salt of their own."""

import pytest
from pydantic import ValidationError

from slotwise.configuration import Configuration
from slotwise.documents.holdouts import Holdout
from tests.experiments import running

HOLDOUT = {"holdout": "global", "share": 0.05}


@pytest.mark.parametrize("given", [{"share": 0.0}, {"share": 0.6}, {"holdout": "Not a name"}, {"unknown": 1}])
def test_wrong_values_are_refused(given):
    """More than half of everybody is not held out."""
    with pytest.raises(ValidationError):
        Holdout(**{"holdout": "global", "share": 0.05, **given})


def test_it_is_open_from_its_beginning_up_to_without_its_end():
    """Without an end it stays open."""
    assert [Holdout(holdout="a", share=0.1, begins_at=5, ends_at=7).open_at(now) for now in (4, 5, 6, 7)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert Holdout(holdout="a", share=0.1).open_at(2**50)


def test_an_end_before_the_beginning_is_refused():
    """With the place."""
    _, found = Configuration.look_at({"holdouts": [{"holdout": "a", "share": 0.1, "begins_at": 7, "ends_at": 7}]})

    assert [(each.pointer, each.code) for each in found] == [("/holdouts/0/ends_at", "out_of_range")]


def test_each_has_its_own_salt():
    """Two holdouts hold different persons out."""
    assert Holdout(holdout="a", share=0.1).salt != Holdout(holdout="b", share=0.1).salt


def test_who_is_held_out_stays_held_out():
    """Another share or beginning is refused; an end is not."""
    before = Configuration.read({"holdouts": [HOLDOUT]})

    def codes(**given):
        return [each.code for each in Configuration.look_at({"holdouts": [{**HOLDOUT, **given}]}, before=before)[1]]

    assert codes(share=0.2) == codes(begins_at=5) == ["holdout_immutable"]
    assert codes(ends_at=9, title="T") == []
    assert Configuration.look_at({"holdouts": []}, before=before)[1] == []


def test_a_new_one_beside_what_runs_is_told():
    """It takes units out of experiments that they are in; nobody else is warned."""
    documents = {"experiments": [running().to_json()]}
    before = Configuration.read(documents)

    def codes(**more):
        return [each.code for each in Configuration.look_at({**documents, **more}, before=before)[1]]

    assert codes(holdouts=[HOLDOUT]) == ["holdout_meets_running"]
    assert codes() == []
