"""Where a scene opens a touchpoint, only what the scene chooses is shown there."""

from slotwise import person
from slotwise.choosing import choosing
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.documents.scenes import Scene
from slotwise.engine import decide

SCENE = {
    "scene": "over_quota",
    "when": "context.data_used_ratio >= 1",
    "candidates": 'product.category == "device"',
    "opens": ["bill"],
}


def shown(model, used):
    """The categories on the opened touchpoint and on another one, for somebody who used that much."""
    configured = model.configured(Configuration.load({"scenes": [SCENE]}))
    wanted = Wanted((Ask("bill", 3), Ask("home", 5)), model.as_of, "seed", {"data_used_ratio": used})
    slates = decide(configured, person.empty("p"), wanted).slates
    categories = model.catalog.products.category
    return [{int(categories[each.product]) for each in slate.placements} for slate in slates]


def test_only_what_the_scene_chooses(checkerboard):
    """In the scene and where it opens; elsewhere everything may come."""
    device = checkerboard.catalog.products.categories.index("device")
    opened, other = shown(checkerboard, 1.2)

    assert opened == {device}
    assert len(other) > 1
    assert shown(checkerboard, 0.2)[0] != {device}


def test_a_scene_that_chooses_nothing_has_no_rule():
    """Nor one that opens nothing."""
    scenes = [Scene.model_validate({**SCENE, "candidates": None}), Scene.model_validate({**SCENE, "opens": []})]
    assert choosing(scenes) == ()
    (rule,) = choosing([Scene.model_validate(SCENE)])
    assert (rule.id, rule.touchpoints, rule.when.text) == ("choice of over_quota", ["bill"], 'scene == "over_quota"')
