"""Counting: quotas and guarantees against what the live world has seen."""

import pytest

from slotwise.rulebook.counting import count, pull, used_up, used_up_for
from tests.worlds import DAY, HOUR, START

MIDNIGHT = START + 20 * DAY
NOON = MIDNIGHT + 12 * HOUR
ONLY = {"products": 'product.product_id == "p0"', "touchpoints": ["home"]}


def world(ruled, shown_so_far, at: int = NOON - HOUR, **parameters):
    kind = parameters.pop("kind", "quota")
    model = ruled({"rule": "r", "kind": kind, "parameters": parameters, **ONLY})
    live = model.live(model.counts, model.trail, NOON)
    # p0's banner 5 and its tile 1 times on home, others 4 times; p0 on another touchpoint counts nothing.
    live.exposed = shown_so_far(at, {(0, 0): 5, (0, 1): 1, (0, 4): 4, (1, 0): 9})
    return model.rulebook, live


@pytest.mark.parametrize(
    ("parameters", "full"),
    [
        ({"exposures": 6, "even": False}, True),
        ({"exposures": 7, "even": False}, False),
        ({"exposures": 12}, True),  # half of the day is gone
        ({"exposures": 13}, False),
        ({"share": 0.6}, True),  # one more would be 7 of 11
        ({"share": 0.64}, False),
        ({"exposures": 6, "even": False, "per": "hour"}, False),  # an hour ago was another hour
        ({"exposures": 0}, True),
        ({"share": 0.0}, True),
        ({"share": 1.0}, False),
    ],
)
def test_when_a_quota_leaves_no_room(parameters, full, ruled, shown_so_far):
    """A number that is reached for now; a share that one exposure more would exceed."""
    book, live = world(ruled, shown_so_far, NOON - HOUR, **parameters)
    assert used_up(book, live, 0, NOON) is full


@pytest.mark.parametrize("parameters", [{"exposures": 12}, {"exposures": 12, "per": "hour"}, {"share": 0.6}])
def test_what_holds_for_a_whole_minute_holds_at_each_of_its_moments(parameters, ruled, shown_so_far):
    """In which minute a number that grows with time is passed is left to be asked for each moment."""
    book, live = world(ruled, shown_so_far, NOON - 600_000, **parameters)
    for minute in range(NOON - 3 * 60_000, NOON + 3 * 60_000, 60_000):
        moments = {used_up(book, live, 0, minute + at) for at in (0, 1, 30_000, 59_999)}
        lasting = used_up_for(book, live, 0, minute)

        assert moments == ({True, False} if lasting is None else {lasting})


def test_yesterday_is_another_day(ruled, shown_so_far):
    """In the schedule's own zone."""
    book, live = world(ruled, shown_so_far, at=MIDNIGHT - 1, exposures=1)

    assert count(book, live, 0, NOON).shown == 0
    assert not used_up(book, live, 0, NOON)


def test_counts_are_told(ruled, shown_so_far):
    """Of the rule's contents on its touchpoints, of everything there, and what is due."""
    book, live = world(ruled, shown_so_far, exposures=24)
    assert count(book, live, 0, NOON) == (6, 10, 12.0)


def test_a_guarantee_pulls_while_it_is_behind(ruled, shown_so_far):
    """With its own strength, the more the further."""
    book, live = world(ruled, shown_so_far, kind="guarantee", share=0.9, strength=0.5)
    behind = pull(book, live, 0, NOON)[1]
    live.exposed = shown_so_far(NOON - HOUR, {(0, 0): 1, (0, 4): 9})

    assert 0 < behind < pull(book, live, 0, NOON)[1] <= 6
    live.exposed = shown_so_far(NOON - HOUR, {(0, 0): 10})
    assert pull(book, live, 0, NOON)[1] < 0.5
