"""Scenes are checked for what they read, show and open."""

import pytest

from slotwise.configuration import Configuration, seeded
from slotwise.documents import World
from slotwise.documents.scenes import Scene
from tests.worlds import make_catalog

WORLD = World(make_catalog(12))
BILL = {"scene": "bill", "when": "context.bill_ratio >= 1.3", "candidates": 'product.category == "plan"'}


def problems(**more):
    """Codes, pointers and warnings of one scene."""
    found = Scene.model_validate({**BILL, **more}).check({}, WORLD)
    return [(each.code, each.pointer, each.warning) for each in found]


def test_a_sound_scene_is_taken():
    """And written again as it was."""
    assert problems(opens=["bill"]) == []
    assert Scene.model_validate(BILL).to_json() == BILL


def test_a_scene_without_content_is_warned_of():
    """Neither anywhere, nor on a touchpoint that it opens."""
    assert problems(candidates='product.category == "fish"') == [("scene_without_content", "/candidates", True)]
    only = problems(candidates='content.kind == "banner"', opens=["home", "bill"])
    assert only == [("scene_without_content", "/opens/1", True)]


def test_unknown_touchpoints_are_told():
    """Those of the configuration count, and where it has none those of the catalogue."""
    assert problems(opens=["nowhere"]) == [("reference_unknown", "/opens/0", False)]


@pytest.mark.parametrize("when", ['scene == "bill"', 'touchpoint == "home"'])
def test_a_scene_cannot_depend_on_itself(when):
    """Scene and touchpoint are known only afterwards."""
    assert problems(when=when) == [("reference_circular", "/when", False)]


@pytest.mark.parametrize(
    "wrong", [{"cool_down_hours": -1.0}, {"expiry_hours": 0.0}, {"priority": 1.5}, {"when": "1 +"}]
)
def test_wrong_fields_are_refused(wrong):
    """A negative cool-down, an opening without time, a condition that is none."""
    _, found = Configuration.look_at({"scenes": [{**BILL, **wrong}]})
    assert len(found) == 1
    assert found[0].pointer.startswith(f"/scenes/0/{next(iter(wrong))}")


def test_the_six_scenes_of_the_seeds():
    """Every one has a goal, chooses, opens something and cools down."""
    scenes = seeded("echannel").of(Scene)

    assert len(scenes) == 6
    assert all(each.goal and each.candidates and each.opens and each.cool_down_hours > 0 for each in scenes)
