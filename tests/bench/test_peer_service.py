"""The careful user's service gives the very products that Slotwise gives: both sides do the same work."""

from pathlib import Path

import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")
pytest.importorskip("implicit", reason="implicit comes with the extra [train]")

from bench.generated import NOW, TOUCHPOINTS, Shape, World, make_world
from bench.peer_export import export
from bench.peer_service import Recommender, make_application
from bench.speed.stage import generated_body
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide

SHAPE = Shape(products=400, factors=8, history=12, candidates=40, trees=6, leaves=7, slots=5)


@pytest.fixture(scope="module")
def world() -> World:
    """A small world."""
    return make_world(SHAPE)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the service reads."""
    folder = tmp_path_factory.mktemp("peer")
    export(world, folder, persons=10)
    return folder


def test_both_sides_rank_alike(world: World, folder: Path) -> None:
    """The same products with the same scores, bit by bit, for every person."""
    recommender = Recommender(folder)
    for number in range(10):
        state, context, name = world.person(number), dict(world.context(number)), TOUCHPOINTS[number % 8]
        wanted = Wanted((Ask(name, 5),), NOW, f"d{number}", context)
        ours = [(each.product, each.score) for each in decide(world.model, state, wanted).slates[0].placements]
        assert recommender.rank(state.person_id, str(state.attributes["city"]), name, context, 5) == ours


def test_it_answers_over_http(world: World, folder: Path) -> None:
    """The answer has the shape that Slotwise's has, so that both sides send the same amount."""
    client = make_application(folder).test_client()
    answer = client.post("/v1/decisions", json=generated_body(world, 3, touchpoints=2)).get_json()
    assert [each["service_level"] for each in answer["touchpoints"]] == ["ranker", "ranker"]
    assert [each["slot"] for each in answer["touchpoints"][0]["placements"]] == [1, 2, 3, 4, 5]
