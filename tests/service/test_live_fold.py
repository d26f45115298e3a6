"""The live fold: the same refreshes give the same counts, wherever they are folded."""

import numpy as np

from service.interactions import interactions
from service.live_fold import LiveFold, new_pairs
from slotwise.events import Event
from slotwise.trail import Trail, pairs
from tests.worlds import HOUR

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
