"""Staircases as documents: what may be written, and what is wrong within a configuration."""

import json

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.staircases import Staircase
from slotwise.seeds import seeds_dir

PLAIN = {"staircase": "s", "category": "c0", "touchpoint": "home", "results": [{"result": "sold"}]}
ENTRIES = {"touchpoints": {"home": object()}}


def codes(given: dict, entries: dict = ENTRIES, world: World | None = None) -> list[tuple[str, str]]:
    """Pointers and codes of what is wrong."""
    found = Staircase.model_validate(given).check(entries, world or World())
    return [(each.pointer, each.code) for each in found]


def test_the_seeds_can_be_read_and_written_again():
    """What the demo's file says stays what it says."""
    for each in json.loads((seeds_dir("echannel") / "staircases.json").read_text()):
        read = Staircase.model_validate(each)
        assert Staircase.model_validate(read.to_json()) == read
        assert [one.code for one in read.check({"touchpoints": {read.touchpoint: object()}}, World())] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"results": [{"result": "x", "then": "call"}]},
        {"left_days": -1},
        {"patience_hours": -0.5},
        {"capacity_per_day": 0},
        {"contacts": 0},
        {"category": ""},
        {"hours": {"hours": ["9-5"]}},
        {"hours": {"zone": "Mars/Olympus"}},
        {"when": "context.x >"},
        {"colour": "red"},
        {"results": [{"result": ""}]},
    ],
)
def test_wrong_entries_are_refused(wrong):
    """Each names a field, and nothing is guessed."""
    with pytest.raises(ValidationError):
        Staircase.model_validate({**PLAIN, **wrong})


def test_results_are_told_apart_and_end():
    """Two of one name are wrong, and so is a staircase from which nobody ever comes down."""
    assert codes({**PLAIN, "results": [{"result": "a"}, {"result": "a"}]}) == [("/results/1/result", "result_repeated")]
    endless = [{"result": "a", "then": "follow_up"}, {"result": "b", "then": "follow_up"}]
    assert codes({**PLAIN, "results": endless}) == [("/results", "staircase_endless")]
    assert codes(PLAIN) == []


def test_what_it_refers_to_must_exist(checkerboard):
    """The touchpoint, the category and the products of talking points."""
    world = World(checkerboard.catalog)
    wrong = {**PLAIN, "category": "boats", "touchpoint": "nowhere", "talking_points": {"p999": "!"}}
    assert codes(wrong, world=world) == [
        ("/touchpoint", "reference_unknown"),
        ("/category", "reference_unknown"),
        ("/talking_points/p999", "reference_unknown"),
    ]


def test_a_staircase_that_nobody_can_enter_is_warned_of():
    """The offer's time must end before the leaving is too long ago."""
    found = list(Staircase.model_validate({**PLAIN, "left_days": 1, "patience_hours": 24}).check(ENTRIES, World()))
    assert [(each.code, each.warning) for each in found] == [("staircase_empty", True)]


def test_results_are_found_by_name():
    """And an unknown one is none."""
    read = Staircase.model_validate(PLAIN)
    assert read.result("sold").then == "done"
    assert read.result("gone") is None
