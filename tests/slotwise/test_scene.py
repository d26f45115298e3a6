"""Scenes: the most urgent situation that holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import person
from slotwise.errors import ConditionError
from slotwise.events import Event
from slotwise.scene import Scenes
from tests.worlds import HOUR, make_moment

DOCUMENTS = [
    {"scene": "calm", "title": "Calm", "when": {"all": []}, "priority": 0},
    {"scene": "bill", "when": {"field": "context.bill", "op": ">", "value": 1.3}, "priority": 5},
    {"scene": "abroad", "when": {"field": "context.roaming", "op": "==", "value": "yes"}, "priority": 9},
]


def test_the_highest_priority_wins():
    """Among the scenes that hold the most urgent one is named."""
    scenes = Scenes.from_json(DOCUMENTS)

    assert scenes.detect({"context.bill": 2.0, "context.roaming": "yes"}) == "abroad"
    assert scenes.detect({"context.bill": 2.0}) == "bill"
    assert scenes.detect({"context.bill": "unreadable"}) == "calm"


def test_scenes_of_what_was_told_are_asked_of_that_alone():
    """Others are asked of all facts; the most urgent one counts in either case."""
    tagged = {"scene": "tagged", "when": '"a" in tags && context.bill > 0', "priority": 7}
    scenes = Scenes.from_json([*DOCUMENTS, tagged])
    told = {"context.bill": 2.0}
    facts = {**told, "tags": frozenset("a")}

    assert scenes.detect(facts, told) == scenes.detect(facts) == "tagged"
    assert scenes.detect({**facts, "context.roaming": "yes"}, told) == "tagged"
    assert scenes.detect({**facts, "tags": frozenset()}, told) == "bill"


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "context.bill": st.sampled_from([0.0, 1.3, 1.30001, 7, float("nan"), "1.5", True]),
        "context.roaming": st.sampled_from(["yes", "no", ""]),
        "context.process": st.sampled_from(["plan", "other", 1.0]),
        "tags": st.frozensets(st.sampled_from("abc")),
        "state.spend": st.sampled_from([-1.0, 0.0, 20.0]),
    },
)
MIXED = [
    {"scene": "left", "when": 'context.process == "plan" || (!has(context.process) && "a" in tags)', "priority": 7},
    {"scene": "rich", "when": "state.spend > 10 && context.bill >= 1", "priority": 3},
    {"scene": "odd", "when": "size(tags) > 2", "priority": 8},
]


@pytest.mark.parametrize("documents", [[*DOCUMENTS[1:], *MIXED[:2]], [*DOCUMENTS, *MIXED]])
@given(asked=st.lists(FACTS, min_size=1, max_size=12))
def test_what_was_detected_of_facts_that_are_alike_is_what_asking_gives(documents, asked):
    """Whatever was asked before, numbers beside constants and values of other kinds included."""
    scenes = Scenes.from_json(documents)
    for facts in asked:
        told = {name: value for name, value in facts.items() if name.startswith("context.")}
        assert scenes.detect(facts, told) == Scenes.from_json(documents).detect(facts)


def test_a_fact_that_cannot_be_told_is_asked_for_where_it_matters():
    """A more urgent scene that needs it not is found all the same."""

    class Failing(dict):
        """Facts whose tags cannot be told."""

        def get(self, name, default=None):
            if name == "tags":
                raise RuntimeError("no tags")
            return super().get(name, default)

    scenes = Scenes.from_json([*DOCUMENTS, MIXED[0]])
    assert scenes.detect(Failing({"context.roaming": "yes"})) == "abroad"
    with pytest.raises(RuntimeError, match="no tags"):
        scenes.detect(Failing())


def test_no_scene_is_none():
    """Outside any situation there is no scene."""
    assert Scenes().detect({"context.bill": 2.0}) is None
    assert Scenes.from_json(DOCUMENTS[1:]).detect({}) is None


def test_documents_come_back():
    """What is written is read again, most urgent first."""
    scenes = Scenes.from_json(DOCUMENTS)
    again = Scenes.from_json(json.loads(json.dumps(scenes.to_json())))

    assert [each.scene for each in again.ordered] == ["abroad", "bill", "calm"]
    assert again.to_json() == scenes.to_json()


@pytest.mark.parametrize("document", [{"scene": "x"}, {"when": {"all": []}}, {"scene": "x", "when": {"odd": 1}}])
def test_broken_scenes_are_refused(document):
    """A scene without name or condition, or with a wrong one, is an error when it is read."""
    with pytest.raises(ConditionError):
        Scenes.from_json([document])


def test_seed_scenes_are_read(project):
    """The scenes of the demo world compile."""
    documents = json.loads((project / "seeds/echannel/scenes.json").read_text(encoding="utf-8"))

    assert len(Scenes.from_json(documents).ordered) == len(documents)


OPENING = {
    "scene": "abroad", "when": 'context.roaming == "yes"', "candidates": 'content.kind == "tile"',
    "opens": ["bill", "gone"], "cool_down_hours": 48.0,
}  # fmt: skip


def test_what_a_scene_chooses(checkerboard):
    """A mask over contents; None where it chooses from everything."""
    scenes = Scenes.from_json([OPENING, *DOCUMENTS[:2]])
    chosen = scenes.chosen("abroad", checkerboard.catalog)

    assert chosen.sum() == len(checkerboard.catalog.products)
    assert scenes.chosen("abroad", checkerboard.catalog) is chosen
    assert scenes.chosen("calm", checkerboard.catalog) is None
    assert scenes.chosen(None, checkerboard.catalog) is None


@pytest.mark.parametrize(
    ("kind", "touchpoint", "hours", "opens"),
    [
        ("exposure", "bill", 47, ()),
        ("dismiss", "bill", 47, ()),
        ("exposure", "bill", 49, ("bill",)),
        ("exposure", "home", 1, ("bill",)),
        ("view", "bill", 1, ("bill",)),
    ],
)
def test_what_was_opened_cools_down(checkerboard, kind, touchpoint, hours, opens):
    """Not again for so many hours after something was shown or sent away there; unknown touchpoints stay closed."""
    now = checkerboard.as_of
    event = Event("e", now - hours * HOUR, "p", kind, product_id="p1", content_id="p1.tile", touchpoint=touchpoint)
    moment = make_moment(checkerboard, person.fold(person.empty("p"), [event]), now)
    scenes = Scenes.from_json([OPENING])

    assert scenes.opens("abroad", moment, checkerboard.catalog) == opens
    assert scenes.opens(None, moment, checkerboard.catalog) == ()
