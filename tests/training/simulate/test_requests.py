"""Fresh requests after the log's end."""

import pytest

from slotwise.errors import ConfigError
from training.simulate.clock import DAY_MS
from training.simulate.ids import person_name


@pytest.fixture(scope="module")
def requests(world):
    """Three hundred requests of the day after the log."""
    return world.requests(300, seed=1)


def test_requests_lie_on_the_day_after_the_log(world, requests):
    """Every request is younger than the log and at most a day younger."""
    assert all(world.end_ms <= request.occurred_at < world.end_ms + DAY_MS for request in requests)


def test_requests_ask_for_touchpoints_of_their_page(world, requests):
    """The touchpoints belong to the channel and page of the context."""
    places = {row.touchpoint: (row.channel, row.page) for row in world.catalog.seeds.touchpoints}
    for request in requests:
        expected = (request.context["channel"], request.context["page"])
        assert request.touchpoints
        assert {places[touchpoint] for touchpoint in request.touchpoints} == {expected}


def test_scene_follows_from_the_context(requests):
    """Who has used up the allowance at home is in the scene of that name, unless abroad."""
    over = [request for request in requests if request.context["data_used_ratio"] >= 1.0]

    assert over
    assert {request.scene for request in over} <= {"over_quota", "roaming"}
    assert all(
        request.context.get("open_process") == "broadband" for request in requests if request.scene == "broadband_left"
    )


def test_requests_are_reproducible(world, requests):
    """The same seed gives the same requests, another seed others."""
    assert world.requests(300, seed=1) == requests
    assert world.requests(300, seed=2) != requests


def test_persons_exist(world, requests):
    """Every request is made by a person of the log."""
    assert all(request.person_id == person_name(request.person) for request in requests)
    assert max(request.person for request in requests) < len(world.truth.persons.rate)


def test_requests_inside_the_log_are_refused(world):
    """The persons' state is known at the log's end only."""
    with pytest.raises(ConfigError, match="behind the log"):
        world.requests(1, after_ms=world.end_ms - 1)
