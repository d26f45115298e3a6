"""The situation of a request: facts, the scene found from them, and the moment, which know of each other."""

from slotwise import person
from slotwise.configuration import Configuration
from slotwise.decision import Wanted
from slotwise.situation import nobodys, situation
from tests.worlds import DAY, make_events

TAG = {
    "tag": "left_plan", "behaviour": "left", "category": "plan", "window_days": 7.0, "expiry_days": 7.0,
    "status": "live",
}  # fmt: skip
SCENES = [
    {"scene": "left", "when": 'context.process == "plan" || (!has(context.process) && "left_plan" in tags)'},
    {"scene": "over_quota", "when": "context.data_used_ratio >= 1", "priority": 5},
]


def found(model, state, scene=None, **context):
    """The situation of a person in a context."""
    configured = model.configured(Configuration.load({"tags": [TAG], "scenes": SCENES}))
    return situation(configured, state, Wanted((), model.as_of, "seed", context, scene), configured.start)


def left(model):
    """Somebody who left a plan the day before."""
    return person.fold(person.empty("p"), make_events("p", ["p0"], model.as_of - DAY, "leave"))


def test_a_scene_from_context_or_from_behaviour(checkerboard):
    """The app's word counts where it says something; the most urgent scene is named."""
    nobody, leaver = person.empty("p"), left(checkerboard)

    assert found(checkerboard, nobody, process="plan").scene == "left"
    assert found(checkerboard, leaver).scene == "left"
    assert found(checkerboard, leaver, process="device").scene is None
    assert found(checkerboard, leaver, data_used_ratio=1.5).scene == "over_quota"
    assert found(checkerboard, leaver, scene="abroad").scene == "abroad"


def test_the_scene_is_a_fact_and_a_facet(checkerboard):
    """Conditions that come after it and models read it; what the configuration says hangs at the moment."""
    seen = found(checkerboard, left(checkerboard), data_used_ratio=1.5)
    facets = checkerboard.facets

    assert (seen.facts["scene"], seen.facts.get("tags")) == ("over_quota", {"left_plan"})
    assert facets.decode(seen.moment.facets, seen.moment.numbers)["scene"] == "over_quota"
    assert seen.moment.standing.facts is seen.facts


def test_nobody_in_particular(checkerboard):
    """Only the scene that was given is known of them."""
    seen = nobodys(checkerboard, Wanted((), checkerboard.as_of, "seed", {"city": "SZ"}, "over_quota"))

    assert (seen.scene, seen.facts.get("scene"), seen.facts.get("context.city")) == ("over_quota", "over_quota", None)
    assert seen.moment.standing.tags == frozenset()
