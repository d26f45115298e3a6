"""The chain: where products stand in the transitions, how much each counts, and how many lead to each product."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.chain import Chain, arrivals, arrivals_under, chain_of, last_two
from slotwise.counts import HOUR
from slotwise.live import Live
from slotwise.trail import Trail
from slotwise.transitions import GAP, Steps, Transitions
from tests.worlds import FACETS

APP, WEB = (FACETS.encode({"context.channel": channel}) for channel in ("app", "web"))


def live_of(model, *rows: tuple[int, int, int, int, str]) -> Live:
    """A world in which persons went (earlier, origin, target, ms ago, channel)."""
    earlier, origin, target, ago = (np.array([row[part] for row in rows], np.int64) for part in range(4))
    facets = np.array([FACETS.encode({"context.channel": row[4]}) for row in rows], np.int32)
    ring = Transitions.empty(len(FACETS.fields), 100)
    codes = (each.astype(np.int32) for each in (origin, target, earlier))
    ring.add(Steps(*codes, model.as_of - ago, facets.reshape(len(rows), -1)))
    return model.live(model.counts, Trail.empty(40, ring), model.as_of)


def test_places_run_from_old_to_new(checkerboard):
    """In whatever order the steps came: late events stand where they belong."""
    chain = chain_of(live_of(checkerboard, (-1, 1, 2, 10, "app"), (2, 1, 3, 30, "app"), (1, 3, 1, 20, "app")))

    assert chain.target[chain.where("origin", 1)].tolist() == [3, 2]
    assert chain.target[chain.where("earlier", 1)].tolist() == [1]
    assert chain.origin[chain.where("target", 1)].tolist() == [3]
    assert not len(chain.where("origin", 9))
    assert chain.target[chain.since(checkerboard.as_of - 20)].tolist() == [1, 2]


def test_a_transition_counts_by_age_and_likeness(checkerboard):
    """Half after a half-life; a facet that the moment does not know makes no difference."""
    live = live_of(checkerboard, (-1, 1, 2, HOUR, "app"), (-1, 1, 3, 0, "web"))
    chain = chain_of(live)
    places = chain.where("origin", 1)

    assert chain.fresh(places, live.at, HOUR).tolist() == [0.5, 1.0]
    assert chain.fresh(places, live.at - 10 * HOUR, HOUR).tolist() == [1.0, 1.0]
    assert chain.alike(places, APP, 0.3, np.array([1.0, 2.0])).tolist() == [1.0, 0.6]
    assert chain.alike(places, FACETS.encode({}), 0.3, np.array([1.0, 2.0])).tolist() == [1.0, 2.0]


@settings(max_examples=60, deadline=None)
@given(times=st.lists(st.integers(0, 6), max_size=14), in_order=st.booleans())
def test_a_ring_that_has_begun_anew_is_read_from_its_oldest_step(times, in_order):
    """As if its steps had been sorted by time, those of one time by their places in the ring."""
    times, ring = sorted(times) if in_order else times, Transitions.empty(1, 5)
    for number, time in enumerate(times):
        codes = (np.array([code], np.int32) for code in (number % 2, number, 7))
        ring.add(Steps(*codes, np.array([time]), np.zeros((1, 1), np.int32)))
    chain, kept = Chain(ring), [row for row in range(5) if ring.origin[row] >= 0]
    rows = sorted(kept, key=lambda row: (int(ring.time[row]), row))

    for origin in (0, 1):
        held = [int(ring.target[row]) for row in rows if ring.origin[row] == origin]
        assert chain.target[chain.where("origin", origin)].tolist() == held
    late = [int(ring.target[row]) for row in rows if ring.time[row] >= 3]
    assert chain.target[chain.since(3)].tolist() == late


def test_arrivals_by_product_and_facet(checkerboard):
    """Decayed transitions into each product, of everybody and under one value of a facet."""
    live = live_of(checkerboard, (-1, 1, 2, 0, "app"), (-1, 3, 2, HOUR, "web"), (-1, 1, 3, 0, "web"))
    column = int(np.flatnonzero(APP >= 0)[0])
    found = arrivals(live, float(HOUR))

    assert found[[1, 2, 3]].tolist() == [0.0, 1.5, 1.0]
    assert arrivals_under(live, column, int(APP[column]), float(HOUR)).sum() == 1
    assert arrivals_under(live, column, int(WEB[column]), float(HOUR))[[2, 3]].tolist() == [0.5, 1.0]


def test_a_world_without_transitions_has_an_empty_chain(checkerboard):
    """Nothing leads anywhere, and nothing fails."""
    live = checkerboard.live(checkerboard.counts, Trail.empty(40), checkerboard.as_of)

    assert not len(Chain(None).where("origin", 1))
    assert chain_of(live).alike(np.zeros(0, np.int64), APP, 0.3, np.zeros(0)).shape == (0,)
    assert arrivals(live, float(HOUR)).tolist() == [0.0] * 40
    assert not arrivals_under(live, 0, 0, float(HOUR)).any()


@pytest.mark.parametrize(
    ("products", "times", "expected"),
    [([], [], (-1, -1)), ([4], [0], (4, -1)), ([4, 5], [0, GAP], (5, 4)), ([4, 5], [0, GAP + 1], (5, -1))],
)
def test_the_last_two_products_of_a_visit(products, times, expected):
    """A long pause begins a visit anew."""
    assert last_two(np.array(products, np.int32), np.array(times, np.int64)) == expected
