"""The generated world is the same every time, is served like any other and ranks with its own trees."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")

from bench.generated import NOW, TOUCHPOINTS, Shape, make_world
from slotwise import packing
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide

SMALL = Shape(products=300, factors=8, history=10, candidates=30, trees=4, leaves=5, slots=3)
EVERY = ("again", "als", "co_visits", "content", "item_neighbors", "popular", "scene_match", "trail")


@pytest.mark.parametrize("sources", [("als",), EVERY])
def test_a_world_answers_from_its_ranker(tmp_path: Path, sources: tuple[str, ...]) -> None:
    """Saved as a bundle and loaded again it places as many products as there are slots, by the ranker."""
    world = make_world(Shape(**{**SMALL.__dict__, "sources": sources}))
    packing.save(world.model, tmp_path, world.text)
    wanted = Wanted((Ask(TOUCHPOINTS[0], 3),), NOW, "d1", world.context(0))
    decision = decide(packing.load(tmp_path), world.person(0), wanted)
    assert decision.slates[0].level is ServiceLevel.RANKER
    assert len(decision.slates[0].placements) == 3
    assert not decision.notes


def test_the_same_shape_gives_the_same_world() -> None:
    """Trees, factors and persons do not depend on the run."""
    first, second = make_world(SMALL), make_world(SMALL)
    assert first.text == second.text
    factors = [world.model.generators["als"].arrays()["factors"] for world in (first, second)]
    np.testing.assert_array_equal(*factors)
    assert first.person(5) == second.person(5)


def test_another_size_takes_the_same_trees() -> None:
    """Features depend on the facets and sources, not on the number of products."""
    world = make_world(SMALL)
    larger = make_world(Shape(**{**SMALL.__dict__, "products": 600}), world.text)
    assert larger.model.features.fingerprint == world.model.features.fingerprint
    assert larger.model.trees is not None
