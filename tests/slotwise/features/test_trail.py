"""Match features from the live trail."""

import numpy as np
import pytest

from slotwise.trail import Pairs, Trail
from tests.worlds import HOUR


def live_of(model, *rows: tuple[int, int, int, int]):
    """A world in which pairs (seed, follower, hours ago, steps apart) were seen, old to new."""
    trail = Trail.empty(40)
    seed, follower, hours, step = (np.array([row[part] for row in rows], np.int32) for part in range(4))
    trail.add(Pairs(seed, follower, model.as_of - hours.astype(np.int64) * HOUR, step.astype(np.int8)))
    return model.live(model.counts, trail, model.as_of)


def test_what_comes_next(read, checkerboard):
    """Times with a half-life of two hours, less the further away; what came before does not count."""
    reading = read((1, "view", "p1"), live=live_of(checkerboard, (1, 2, 2, 1), (1, 3, 0, 2), (4, 1, 0, 1)))

    assert np.allclose(reading["next_after_last"][:5], np.log1p([0, 0, 0.5, 0.5, 0]), atol=1e-5)


def test_shares_after_the_last(read, checkerboard):
    """Share in all that followed, hardly decayed; with little to go by the share is held down."""
    reading = read(
        (1, "view", "p1"), live=live_of(checkerboard, (1, 2, 0, 1), (1, 2, 0, 1), (1, 3, 0, 1), (1, 5, 0, 1))
    )

    assert np.allclose(reading["next_after_last_share"][[2, 3, 5, 6]], [0.5, 0.25, 0.25, 0], atol=1e-3)
    little = read((1, "view", "p1"), live=live_of(checkerboard, (1, 2, 0, 2)))
    assert little["next_after_last_share"][2] == pytest.approx(0.5, abs=1e-3)


def test_shares_after_the_latest_five(read, checkerboard):
    """Each product further back counts half as much; the sixth does not count."""
    live = live_of(checkerboard, (1, 7, 0, 1), (2, 7, 0, 1), (2, 8, 0, 1), (9, 6, 0, 1))
    reading = read(*[(10 - at, "view", f"p{each}") for at, each in enumerate([9, 0, 3, 4, 2, 1])], live=live)

    assert reading["next_after_seen_share"][7] == pytest.approx(1 + 0.25)
    assert reading["next_after_seen_share"][8] == pytest.approx(0.25)
    assert reading["next_after_seen_share"][6] == 0


def test_age_of_the_nearest_touch(read, checkerboard):
    """Minutes since the candidate was last touched around the last product, on either side; missing if never."""
    live = live_of(checkerboard, (1, 2, 5, 1), (1, 2, 1, 1), (3, 1, 2, 1))
    reading = read((1, "view", "p1"), live=live)

    assert np.allclose(reading["next_after_last_age"][2:4], [60, 120])
    assert np.isnan(reading["next_after_last_age"][[0, 1, 4]]).all()
    assert np.isnan(read(live=live)["next_after_last_age"]).all()
