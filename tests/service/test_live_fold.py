"""The live fold: the same refreshes give the same counts, wherever they are folded."""

from dataclasses import replace

import numpy as np
import pytest

from service.interactions import interactions
from service.live_fold import LiveFold, new_pairs
from slotwise import person
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.policies.greedy import Greedy
from slotwise.trail import Trail, pairs
from tests.worlds import DAY, HOUR, make_model

MINUTE = 60_000


def clicks(model, *products, person="p", first=0):
    """Clicks one minute apart, after the model's log."""
    start = model.as_of + HOUR
    return [
        Event(f"{person}{first + n}", start + MINUTE * (first + n), person, "click", product_id=each, touchpoint="home")
        for n, each in enumerate(products)
    ]


def test_the_same_refreshes_give_the_same_bits(checkerboard):
    """Counts and trail of two folds are equal to the last bit."""
    folds = LiveFold(checkerboard), LiveFold(checkerboard)
    for start in range(0, 60, 7):
        batch = clicks(checkerboard, *[f"p{n % 9}" for n in range(start, start + 7)], first=start)
        for fold in folds:
            fold.take_in(batch)
    one, other = folds

    for name in ("totals", "interest", "exposures", "clicks", "first"):
        assert getattr(one.counts, name).tobytes() == getattr(other.counts, name).tobytes()
    for name in ("neighbours", "times", "steps", "written"):
        assert getattr(one.trail, name).tobytes() == getattr(other.trail, name).tobytes()


def test_what_was_given_out_stays_as_it_was(checkerboard):
    """A live world that requests work with is never written to."""
    fold = LiveFold(checkerboard)
    fold.take_in(clicks(checkerboard, "p1"))
    live, before = fold.live(checkerboard.as_of + 2 * HOUR), fold.counts.totals.copy()
    fold.take_in(clicks(checkerboard, "p2", first=1))

    assert (live.counts.totals == before).all()
    assert fold.counts is not live.counts


def test_pairs_are_found_across_the_border(checkerboard):
    """An event is paired with those before it, seen in an earlier tick; what was paired then is not paired again."""
    events = clicks(checkerboard, "p1", "p2", "p3", "p3", "p4")
    batch = interactions(events, checkerboard)
    fresh = np.arange(5) >= 2
    found = new_pairs(batch, fresh)
    everything, before = pairs(batch), pairs(batch.take(slice(0, 2)))

    assert len(found.seed) == len(everything.seed) - len(before.seed)
    trail, whole = Trail.empty(40), Trail.empty(40)
    trail.add(before)
    trail.add(found)
    whole.add(everything)
    assert (np.sort(trail.neighbours) == np.sort(whole.neighbours)).all()


def exposure(number: int, at: int, content: str) -> Event:
    return Event(f"x{number}", at, f"p{number}", "exposure", content.partition(".")[0], content, "home", 1)


def test_exposures_are_counted_by_touchpoint_and_content(checkerboard):
    """What quotas and guarantees are held against; the live worlds given out before stay as they were."""
    fold = LiveFold(checkerboard)
    begin = checkerboard.as_of + HOUR
    before = fold.live(begin)
    fold.take_in([exposure(number, begin + number, "p3.banner") for number in range(3)])
    tally = fold.live(begin + 9).exposed.since(begin - HOUR)

    assert (tally.touchpoints.tolist(), tally.contents.tolist(), tally.counts.tolist()) == ([0], [6], [3])
    assert before.exposed.since(begin - HOUR).counts.tolist() == []


@pytest.mark.parametrize("every", [1, 4, 10])
def test_a_quota_is_exceeded_by_no_more_than_one_refresh_lets_through(checkerboard, every):
    """Two workers share a quota of 20 exposures of the one content that they would all show.

    Each sees the exposures of both at its refreshes: what comes too much is at most what happens between two of them.
    """
    quota = {"rule": "q", "kind": "quota", "parameters": {"exposures": 20, "even": False}}
    favourite = {"rule": "f", "kind": "boost", "parameters": {"strength": 20.0}}
    only = {"products": 'product.product_id == "p3"'}
    model = replace(checkerboard, policy=Greedy()).configured(
        Configuration.load({"rules": [{**quota, **only}, {**favourite, **only}]})
    )
    begin = (model.as_of // DAY + 1) * DAY
    workers = [LiveFold(model), LiveFold(model)]
    lives, seen, log = [each.live(begin) for each in workers], [0, 0], []
    for number in range(80):
        which = number % 2
        if number % every == 0:
            for one, fold in enumerate(workers):
                fold.take_in(log[seen[one] :])
                lives[one], seen[one] = fold.live(begin + number), len(log)
        wanted = Wanted((Ask("home", 1),), begin + number, str(number))
        placed = decide(model, person.empty(f"p{number}"), wanted, lives[which]).slates[0].placements[0]
        log.append(exposure(number, begin + number, model.catalog.contents.ids[placed.content]))
    shown = sum(each.product_id == "p3" for each in log)

    assert 20 <= shown <= 20 + every


def test_transitions_go_on_where_they_are_kept(board, checkerboard):
    """Refresh by refresh as all at once, and what was given out stays; a model that reads none keeps none."""
    model = make_model(board, names=("arrivals", "popular", "transitions"))
    events = clicks(model, "p1", "p2", "p3", "p4", "p5")
    fold, whole = LiveFold(model), LiveFold(model)
    for start in range(0, 5, 2):
        given_out = fold.trail.transitions.written.copy(), fold.trail.transitions
        fold.take_in(events[start : start + 2])
        assert given_out[1].written == given_out[0]
    whole.take_in(events)

    for name, column in vars(whole.trail.transitions).items():
        assert np.array_equal(column, getattr(fold.trail.transitions, name))
    assert int(whole.trail.transitions.written[0]) == int(model.trail.transitions.written[0]) + 4
    assert LiveFold(checkerboard).trail.transitions is None
