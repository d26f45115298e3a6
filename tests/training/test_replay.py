"""The live world as it was at any moment, tick by tick."""

import numpy as np
import pytest

from slotwise.counts import HALFLIVES
from training.replay import Replay

MINUTE = 60_000


def test_nothing_younger_than_the_tick_is_seen(world):
    """At any moment the counts hold exactly the events before the last tick."""
    dataset = world()
    events = dataset.interactions
    replay = Replay(events, dataset.catalog, dataset.facets, tick=30 * MINUTE)
    now = int(events.time[100]) + 1
    live = replay.live(now)

    before = int((events.time < now - now % (30 * MINUTE)).sum())
    assert replay.counts.totals[3, -1].sum() == pytest.approx(before)
    assert live.at == now - now % (30 * MINUTE)


def test_a_tick_keeps_its_world(world):
    """Two moments of one tick share one live world, so that what is derived is derived once."""
    dataset = world()
    replay = Replay(dataset.interactions, dataset.catalog, dataset.facets)
    now = int(dataset.interactions.time[50]) // MINUTE * MINUTE

    assert replay.live(now) is replay.live(now + MINUTE - 1)


def test_step_by_step_equals_all_at_once(world):
    """Folding in many steps gives the counts and trails of folding once."""
    dataset = world()
    events = dataset.interactions
    steps, once = (Replay(events, dataset.catalog, dataset.facets) for _ in range(2))
    for moment in events.time[::7]:
        steps.live(int(moment))
    end = int(events.time[-1]) + 1
    steps.advance(end)
    once.advance(end)

    for place, halflife in enumerate(HALFLIVES):
        decayed = [each.counts.totals[:, place] * each.counts.rate(end, halflife) for each in (steps, once)]
        np.testing.assert_allclose(*decayed)
    np.testing.assert_array_equal(np.sort(steps.trail.neighbours), np.sort(once.trail.neighbours))


def test_time_does_not_run_back(world):
    """Asking for an earlier moment is refused: what was folded cannot be taken out."""
    dataset = world()
    replay = Replay(dataset.interactions, dataset.catalog, dataset.facets)
    replay.live(int(dataset.interactions.time[100]))

    with pytest.raises(ValueError, match="forward"):
        replay.live(int(dataset.interactions.time[0]))


def test_transitions_are_folded_where_they_are_asked_for(world):
    """Step by step as all at once, none younger than the tick; otherwise there are none."""
    dataset = world()
    events = dataset.interactions
    steps, once = (Replay(events, dataset.catalog, dataset.facets, transitions=True) for _ in range(2))
    for moment in events.time[::7]:
        live = steps.live(int(moment))
        assert steps.trail.transitions.time.max() < max(live.at, 1)
    end = int(events.time[-1]) + 1
    steps.advance(end)
    once.advance(end)

    for name, column in vars(once.trail.transitions).items():
        assert np.array_equal(column, getattr(steps.trail.transitions, name))
    assert once.trail.transitions.written[0] == len(once.steps)
    assert Replay(events, dataset.catalog, dataset.facets).trail.transitions is None
