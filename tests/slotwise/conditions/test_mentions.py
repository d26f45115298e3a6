"""Mentions: a value that a fact can never have is told, in whatever way it is asked for."""

import pytest

from slotwise.conditions import Condition, Values, Vocabulary

NAMES = {"tags": "list", "scene": "text", "state.tier": "text", "person.city": "text"}
VALUES = {
    "tags": Values("tags", {"left_broadband", "core"}),
    "scene": Values("scenes", {"roaming"}, closed=False),
    "state.tier": Values("tiers", {"core", "base"}),
}
KNOWN = Vocabulary(NAMES, values=VALUES)


def found(condition):
    """What was given, and whether it is a warning only."""
    return [(each.given, each.warning) for each in Condition.of(condition).findings(KNOWN)]


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        ('"left_brodband" in tags', "left_brodband"),
        ('!("left_brodband" in tags) && person.city == "SZ"', "left_brodband"),
        ({"field": "tags", "op": "contains", "value": "left_brodband"}, "left_brodband"),
        ('state.tier == "cor"', "cor"),
        ('"cor" != state.tier', "cor"),
        ('state.tier in ["core", "bass"]', "bass"),
    ],
)
def test_a_value_that_there_is_not(condition, given):
    """A tag, a tier, alone, in a list and beneath others."""
    assert found(condition) == [(given, False)]


def test_what_a_caller_may_bring_is_a_warning():
    """A request may name a scene that is no entry."""
    assert found('scene == "roming"') == [("roming", True)]


def test_what_there_is_and_what_is_not_known_is_left_alone():
    """Cities are not listed, and text beside other operators is no value."""
    assert found('"core" in tags && scene == "roaming" && state.tier != "base" && person.city == "X"') == []
    assert found('scene.contains("oam") || size(tags) > 2 || scene == null') == []


def test_the_nearest_are_told():
    """So that a slip is seen at once."""
    (told,) = Condition.of('"left_brodband" in tags').findings(KNOWN)
    assert (told.code, told.expected, told.at) == ("reference_unknown", ["left_broadband"], 17)


def test_values_stay_where_names_are_left_out():
    """A field that may read persons only still knows their tiers, and says nothing of what it cannot read."""
    told = Condition.of('state.tier == "cor" && "x" in tags').findings(KNOWN.only("state"))
    assert [each.code for each in told] == ["field_unknown", "reference_unknown"]
