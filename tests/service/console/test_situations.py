"""Situations: facts that bring about a scene are made from its condition."""

import orjson
import pytest

from service.console.situations import facts_for
from slotwise.conditions import Condition
from slotwise.documents.scenes import Scene
from slotwise.scene import Scenes
from slotwise.seeds import seeds_dir


def leaf(field, op, value):
    """A comparison."""
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        (leaf("context.a", "==", "x"), {"a": "x"}),
        (leaf("context.a", ">", 3), {"a": 4}),
        (leaf("context.a", "<", 3), {"a": 2}),
        (leaf("context.a", "in", ["x", "y"]), {"a": "x"}),
        ({"all": [leaf("context.a", ">=", 0), leaf("context.a", "<=", 30)]}, {"a": 30}),
        ({"any": [leaf("context.a", "==", 1), leaf("context.b", "==", 2)]}, {"a": 1}),
        ({"not": leaf("context.a", "==", 1)}, {}),
        (leaf("person.city", "==", "SZ"), {}),
        ({"all": [leaf("context.a", "==", 1), leaf("context.a", "==", 2)]}, {}),
        ({"any": []}, {}),
    ],
)
def test_facts_bring_the_scene_about(when, facts):
    """Where facts of the request can be told, the condition holds for them; otherwise there are none."""
    assert facts_for(Scene(scene="s", when=Condition.of(when))) == facts


def test_every_scene_of_the_demo_can_be_tried():
    """The e-channel's scenes all come about from facts, each as itself."""
    scenes = Scenes.from_json(orjson.loads((seeds_dir("echannel") / "scenes.json").read_bytes()))
    for scene in scenes.ordered:
        facts = {f"context.{name}": value for name, value in facts_for(scene).items()}
        assert scenes.detect(facts) == scene.scene
