"""World: truth, oracle and random."""

import numpy as np
import polars as pl
import pytest

from slotwise.errors import ConfigError, UnknownTouchpointError
from training.simulate import World, simulate
from training.simulate.attraction import examination


@pytest.fixture(scope="module")
def requests(world):
    """Two hundred requests."""
    return world.requests(200, seed=3)


def slots_of(world, touchpoint):
    """Slots of a touchpoint."""
    return world.catalog.seeds.touchpoints[world.catalog.touchpoint_code[touchpoint]].slots


def test_oracle_is_two_and_a_half_to_five_times_random(world, requests):
    """There is much to learn: the best slates get several times the clicks of random ones."""
    best = chance = 0.0
    rng = np.random.default_rng(0)
    for request in requests:
        for touchpoint in request.touchpoints:
            slots = slots_of(world, touchpoint)
            best += world.expected_clicks(request, touchpoint, world.oracle(request, touchpoint, slots))
            chance += world.expected_clicks(request, touchpoint, world.random(request, touchpoint, slots, rng))

    assert 2.5 < best / chance < 5.0


def test_no_slate_beats_the_oracle(world, requests):
    """Neither a random slate nor the oracle's own slate in another order gets more clicks."""
    rng = np.random.default_rng(1)
    for request in requests[:40]:
        touchpoint = request.touchpoints[0]
        slots = slots_of(world, touchpoint)
        slate = world.oracle(request, touchpoint, slots)
        best = world.expected_clicks(request, touchpoint, slate)
        assert best >= world.expected_clicks(request, touchpoint, slate[::-1])
        assert best >= world.expected_clicks(request, touchpoint, world.random(request, touchpoint, slots, rng))


def test_slates_are_eligible_and_without_repeats(world, requests):
    """Oracle and random show only what the touchpoint may show, once, and nothing excluded."""
    rng = np.random.default_rng(2)
    for request in requests[:20]:
        touchpoint = request.touchpoints[-1]
        eligible = world.eligible(touchpoint, request.occurred_at)
        excluded = set(eligible[::2])
        for slate in (
            world.oracle(request, touchpoint, 4, excluded),
            world.random(request, touchpoint, 4, rng, excluded),
        ):
            assert set(slate) <= set(eligible) - excluded
            assert len(set(slate)) == len(slate) == 4


def test_expected_clicks_apply_the_position_bias(world, requests):
    """A slate's clicks are each content's chance times the examination of its slot."""
    touchpoint = requests[0].touchpoints[0]
    slate = world.eligible(touchpoint)[:3]
    chances = world.click_probability(requests[0], touchpoint, slate)

    assert chances.shape == (3,)
    assert world.expected_clicks(requests[0], touchpoint, slate) == pytest.approx(chances @ [1.0, 0.34, 0.25])


def test_truth_depends_on_the_person_and_the_scene(world, requests):
    """Two persons on the same page have different best contents more often than not."""
    home = [request for request in requests if "app.home.banner" in request.touchpoints][:40]
    best = {world.oracle(request, "app.home.banner", 1)[0] for request in home}

    assert len(best) > 10


def test_answers_do_not_depend_on_the_order_of_questions(world, requests):
    """Asking for one request does not change what is true for another."""
    touchpoints = [request.touchpoints[0] for request in requests[:2]]
    slates = [world.eligible(touchpoint)[:5] for touchpoint in touchpoints]
    there = [world.click_probability(*parts) for parts in zip(requests[:2], touchpoints, slates, strict=True)]
    again = world.click_probability(requests[0], touchpoints[0], slates[0])

    assert np.array_equal(there[0], again)


def test_new_products_are_eligible_from_their_launch(bare_world):
    """A content is eligible once its product is published."""
    assert len(bare_world.eligible("app.home.banner", bare_world.start_ms)) < len(
        bare_world.eligible("app.home.banner")
    )


def test_world_without_persons_says_so(bare_world):
    """The truth about persons needs a simulated data set."""
    with pytest.raises(ConfigError, match="no persons"):
        bare_world.requests(1)


def test_unknown_touchpoint_is_refused(world):
    """A touchpoint that is not in the seed files is an error."""
    with pytest.raises(UnknownTouchpointError):
        world.eligible("app.moon.banner")


def test_data_set_without_truth_is_refused(tmp_path):
    """A world can be opened only where a truth lies beside the data set."""
    with pytest.raises(ConfigError, match="no truth"):
        World.of(tmp_path)


def gains(world, requests, scored):
    """Expected clicks of the best slates by `scored(request, contents)`, of the oracle's and of random ones."""
    total = np.zeros(3)
    for request in requests:
        for touchpoint in request.touchpoints:
            contents, slots = world.eligible(touchpoint, request.occurred_at), slots_of(world, touchpoint)
            order = np.argsort(-scored(request, contents), kind="stable")[:slots]
            oracle = world.oracle(request, touchpoint, slots)
            mean = world.click_probability(request, touchpoint, contents).mean()
            total += (
                world.expected_clicks(request, touchpoint, [contents[row] for row in order]),
                world.expected_clicks(request, touchpoint, oracle),
                mean * examination(np.arange(1, slots + 1)).sum(),
            )
    return total


@pytest.mark.slow
def test_the_log_teaches(tmp_path):
    """Counts of views by scene, from the log alone, reach a good part of the oracle's gain, but not all of it."""
    simulate(tmp_path / "data", 1_500)
    world = World.of(tmp_path / "data")
    events = pl.read_parquet(tmp_path / "data" / "events.parquet").filter(type="view")
    views = events.filter(pl.col("slot").is_null()).group_by("scene", "product_id").len()
    counts = {(scene, product): n for scene, product, n in views.iter_rows()}
    product = {row["content_id"]: row["product_id"] for row in world.catalog.seeds.contents}

    def scored(request, contents):
        return np.array([counts.get((request.scene, product[content]), 0) for content in contents])

    learned, best, chance = gains(world, world.requests(300, seed=4), scored)

    assert 0.4 < (learned - chance) / (best - chance) < 0.9
