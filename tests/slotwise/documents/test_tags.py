"""Tags are declared once, checked when they are read, and go one step at a time through their life."""

import pytest
from pydantic import ValidationError

from slotwise.configuration import seeded
from slotwise.documents import World
from slotwise.documents.tags import NEXT, Tag
from tests.worlds import make_catalog

LEFT = {"tag": "left_plan", "behaviour": "left", "category": "plan", "window_days": 14.0, "expiry_days": 14.0}
WORLD = World(make_catalog(12))


def problems(**more):
    """Codes, pointers and warnings of one tag."""
    found = Tag.model_validate({**LEFT, **more}).check({}, WORLD)
    return [(each.code, each.pointer, each.warning) for each in found]


def document(**statuses):
    """A document of tags by name and status."""
    entries = [Tag.model_validate({**LEFT, "tag": name, "status": status}) for name, status in statuses.items()]
    return {"tags": {each.tag: each for each in entries}}


def test_a_sound_tag_is_taken():
    """And written again as it was."""
    tag = Tag.model_validate(LEFT)

    assert problems() == []
    assert tag.to_json() == LEFT
    assert (tag.status, tag.threshold) == ("proposed", 1)


@pytest.mark.parametrize(
    ("more", "at"),
    [
        ({"threshold": 0}, "threshold"),
        ({"window_days": 0.0}, "window_days"),
        ({"expiry_days": -1.0}, "expiry_days"),
        ({"behaviour": "bought"}, "behaviour"),
        ({"tag": "Left Plan"}, "tag"),
        ({"when": "state.purchases >"}, "when"),
        ({"odd": 1}, "odd"),
    ],
)
def test_wrong_fields_are_named(more, at):
    """A threshold below one, a window without length, an unknown class of behaviour ..."""
    with pytest.raises(ValidationError) as raised:
        Tag.model_validate({**LEFT, **more})
    assert raised.value.errors()[0]["loc"][0] == at


def test_a_tag_has_one_business():
    """A category and a process at once would be two."""
    with pytest.raises(ValidationError, match="one business"):
        Tag.model_validate({**LEFT, "process": "plan_choosing"})


def test_unknown_businesses_are_told():
    """A category that no product has, a process that is not written."""
    assert problems(category="fish") == [("category_unknown", "/category", False)]
    assert problems(category="", process="nowhere") == [("reference_unknown", "/process", False)]


@pytest.mark.parametrize("when", ['"other" in tags', 'state.stage == "new"', 'scene == "roaming"'])
def test_a_tag_cannot_depend_on_itself(when):
    """Tags, the stage and the scene are made after tags."""
    assert problems(when=when) == [("reference_circular", "/when", False)]


def test_what_is_hardly_meant_is_warned_of():
    """A tag that ends before its events do, and one that everybody holds."""
    assert problems(threshold=2, expiry_days=3.0) == [("expiry_before_window", "/expiry_days", True)]
    everybody = problems(category="", behaviour="browsed", window_days=400.0, expiry_days=400.0)
    assert everybody == [("tag_matches_everybody", "/threshold", True)]


@pytest.mark.parametrize("before", ["proposed", "approved", "live", "retired"])
@pytest.mark.parametrize("after", ["proposed", "approved", "live", "retired"])
def test_the_life_of_a_tag_goes_by_steps(before, after):
    """Proposed, approved, live, retired, and again from the beginning."""
    found = list(Tag.check_change(document(one=before), document(one=after)))

    assert bool(found) == (after != before and after not in NEXT[before])
    assert all(each.pointer == "/tags/0/status" for each in found)


def test_a_live_tag_is_not_taken_away():
    """It has to be retired first; one that is not live may go."""
    assert [each.code for each in Tag.check_change(document(one="live"), document())] == ["transition_unknown"]
    assert list(Tag.check_change(document(one="retired"), document())) == []
    assert [each.given for each in Tag.check_change(document(), document(one="retired"))] == ["retired"]


def test_a_tag_that_comes_along_live_is_warned_of():
    """An import may bring it, and somebody who writes it so skips who approves it; a first document is seeds."""
    (told,) = Tag.check_change(document(one="live"), document(one="live", two="live"))

    assert (told.code, told.warning, told.pointer) == ("transition_skipped", True, "/tags/1/status")
    assert list(Tag.check_change(document(), document(one="live"))) == []
    assert list(Tag.check_change(document(one="live"), document(one="live", two="proposed"))) == []


def test_the_seeds_hold_61_live_tags():
    """Of all five classes, and nothing is wrong with them."""
    configuration = seeded("echannel")
    tags = configuration.of(Tag)

    assert len(tags) == 61
    assert {each.behaviour for each in tags} == {"browsed", "started", "left", "finished", "returned"}
    assert {each.status for each in tags} == {"live"}
    assert all(each.owner and each.title for each in tags)
    assert [each for each in configuration.problems() if each.pointer.startswith("/tags")] == []
