"""Packing: a model becomes a bundle and comes back with the same answers."""

from dataclasses import replace

import numpy as np
import orjson
import pytest

from slotwise import packing
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.errors import BundleError
from slotwise.person import empty
from slotwise.policies.greedy import Greedy
from slotwise.rules.diversity import Diversity
from slotwise.rules.frequency_cap import FrequencyCap
from tests.worlds import make_model, make_state, make_world

WANTED = (Ask("home", 5), Ask("bill", 3), Ask("feed", 4))


def answers(model) -> list:
    """What a model answers to a few persons, with scores and propensities."""
    states = [make_state("p", ["p2", "p4"], model.as_of - 1, city="SZ"), empty("n")]
    contexts = [{"channel": "app"}, {"channel": "web", "data_used_ratio": 1.2}]
    decisions = [
        decide(model, state, Wanted(WANTED, model.as_of + 1, str(seed), context))
        for seed in range(3)
        for state in states
        for context in contexts
    ]
    return [
        (each.scene, each.policy, [(one.level, one.placements, one.scores.tobytes()) for one in each.slates])
        for each in decisions
    ]


@pytest.mark.parametrize("which", ["checkerboard", "ranked_checkerboard", "plain_checkerboard"])
def test_a_loaded_model_gives_the_same_answers(which, request, tmp_path):
    """Saved and loaded, every answer is the same, bit by bit."""
    model = request.getfixturevalue(which)
    packing.save(model, tmp_path / "b")
    again = packing.load(tmp_path / "b", "echannel", "7")

    assert answers(again) == answers(model)
    assert again.describe() == {"name": "echannel", "version": "7"}
    assert again.features.fingerprint == model.features.fingerprint


def test_saving_twice_gives_the_same_bytes(ranked_checkerboard, tmp_path):
    """A model has one digest, and a loaded one still has it."""
    first = packing.save(ranked_checkerboard, tmp_path / "a", "text", {"run": 1})
    second = packing.save(ranked_checkerboard, tmp_path / "b", "text", {"run": 1})
    third = packing.save(packing.load(tmp_path / "a"), tmp_path / "c", "text", {"run": 1})

    assert first == second == third


def test_the_same_data_and_seed_give_the_same_bundle(tmp_path):
    """Fitted twice from the same log, the bundle is the same, byte by byte."""
    digests = [packing.save(make_model(make_world()), tmp_path / name) for name in "ab"]

    assert digests[0] == digests[1]


def test_everything_configured_comes_back(checkerboard, tmp_path):
    """Policy, rules, scenes, facets and the generators in their order: the blend's weights stand by it."""
    model = make_model(
        make_world(), names=["popular", "als", "content"], policy=Greedy(), rules=(FrequencyCap(3), Diversity(2))
    )
    weights = np.array([0.7, 0.2, 0.1])
    model = replace(model, blend=type(model.blend)(weights), retrieve=33, fresh_days=2.5)
    packing.save(model, tmp_path / "b")
    again = packing.load(tmp_path / "b")

    assert (again.policy, again.rules, again.facets) == (model.policy, model.rules, model.facets)
    assert again.scenes.to_json() == model.scenes.to_json()
    assert (again.retrieve, again.fresh_days, again.as_of) == (33, 2.5, model.as_of)
    assert list(again.generators) == ["popular", "als", "content"]
    assert again.blend.weights.tolist() == weights.tolist()
    assert {name: each.options for name, each in again.generators.items()} == {
        name: each.options for name, each in model.generators.items()
    }


def test_a_loaded_world_can_go_on(checkerboard, board, tmp_path):
    """Counts and trails are mapped read-only; their copies take new events in."""
    packing.save(checkerboard, tmp_path / "b")
    again = packing.load(tmp_path / "b")
    counts, trail = again.counts.copy(), again.trail.copy()
    counts.add(board.interactions.take(slice(0, 10)))

    assert counts.totals.sum() > again.counts.totals.sum()
    assert np.array_equal(trail.neighbours, checkerboard.trail.neighbours)
    with pytest.raises(ValueError, match="read-only"):
        again.counts.add(board.interactions.take(slice(0, 10)))


def test_one_changed_byte_is_refused(checkerboard, tmp_path):
    """One byte in the middle of any file: the bundle does not load."""
    packing.save(checkerboard, tmp_path / "b", text="tree")
    for path in [path for path in (tmp_path / "b").rglob("*") if path.is_file()]:
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :])
        with pytest.raises(BundleError):
            packing.load(tmp_path / "b")
        path.write_bytes(content)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("policy"),
        lambda document: document.update(policy={"policy": "nobody"}),
        lambda document: document.update(rules=[{"rule": "nobody"}]),
        lambda document: document.update(generators=[{"name": "nobody", "options": {}}]),
        lambda document: document["generators"][0].update(options={"odd": 1}),
        lambda document: document.update(scenes=[{"scene": "x", "when": {"odd": 1}}]),
        lambda document: document.update(fingerprint="0123"),
    ],
)
def test_a_bundle_that_holds_no_model_is_refused(checkerboard, tmp_path, change):
    """Whole files with other content, as another version would write them: always a BundleError."""
    packing.save(checkerboard, tmp_path / "b")
    document = orjson.loads((tmp_path / "b" / "model.json").read_bytes())
    change(document)
    (tmp_path / "b" / "model.json").write_bytes(orjson.dumps(document))
    with pytest.raises(BundleError):
        packing.load(tmp_path / "b", check=False)


def test_nothing_personal_is_in_it(checkerboard, tmp_path):
    """No array of the bundle has a row for each person."""
    model = make_model(make_world(persons=61))
    packing.save(model, tmp_path / "b")
    shapes = [np.load(path).shape for path in (tmp_path / "b").rglob("*.npy")]

    assert not any(61 in shape for shape in shapes)


def test_transitions_stand_in_the_bundles_of_those_who_read_them(board, checkerboard, tmp_path):
    """They come back as they were; other bundles hold no file of them."""
    model = make_model(board, names=("arrivals", "popular", "transitions"))
    packing.save(model, tmp_path / "b")
    packing.save(checkerboard, tmp_path / "other")
    kept, again = model.trail.transitions, packing.load(tmp_path / "b").trail.transitions

    assert int(kept.written[0]) > 0
    assert all(np.array_equal(getattr(kept, name), value) for name, value in vars(again).items())
    assert answers(packing.load(tmp_path / "b")) == answers(model)
    assert not (tmp_path / "other" / "transitions").exists()


def test_features_that_came_later_change_nothing(ranked_checkerboard, tmp_path):
    """A bundle that was trained before a feature existed loads, and its columns are those of then."""
    names = [each for each in ranked_checkerboard.features.names if each != "content_worn"]
    before = replace(ranked_checkerboard, trained_on=tuple(names), trees=None)
    packing.save(before, tmp_path / "b")
    again = packing.load(tmp_path / "b")

    assert again.features.names == names
    assert answers(again) == answers(before)
