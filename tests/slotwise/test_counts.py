"""Product counts: a fold that equals decayed sums, however the log is cut into batches."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.counts import CLICKS, CONVERSIONS, EXPOSURES, FACET_HALFLIVES, HALFLIVES, INTEREST, NEVER, ProductCounts
from slotwise.events import KIND_CODE, STRENGTH
from slotwise.interactions import Interactions
from tests.worlds import DAY, FACETS, START, make_catalog, make_log

SEEN = np.array([[1.0, 0.5], [0.8, 0.4], [0.9, 0.2], [1.1, 0.7]])
"""Clicks to expect at the slots of three touchpoints, and where the touchpoint is not known."""


@pytest.fixture(scope="module")
def events() -> Interactions:
    """300 events over 40 days, some without a product."""
    log = make_log(make_catalog(6), events=300, seed=4)
    log.product[::17] = -1
    log.touchpoint[::7] = -1
    return log


def folded(batches, landmark=START) -> ProductCounts:
    counts = ProductCounts.empty(6, FACETS.size, landmark, SEEN)
    for batch in batches:
        counts.add(batch)
    return counts


def weight(events: Interactions, place: int, channel: int) -> float:
    """What one event adds to a channel, written down once more."""
    kind = events.kind[place]
    if channel == EXPOSURES:
        expected = float(SEEN[events.touchpoint[place], min(max(events.slot[place] - 1, 0), 1)])
        return expected if kind == KIND_CODE["exposure"] else 0.0
    if channel == INTEREST:
        return float(STRENGTH[kind])
    return float(kind == KIND_CODE["click" if channel == CLICKS else "convert"])


def oracle(events: Interactions, now: int, channel: int, halflife: float, row: int | None = None) -> np.ndarray:
    """Decayed sums by product, event by event; under one facet row if asked for."""
    sums = np.zeros(6)
    for place in range(len(events)):
        inside = row is None or row in events.facets[place]
        if events.product[place] >= 0 and inside:
            decay = 2.0 ** (-(now - int(events.time[place])) / halflife)
            sums[events.product[place]] += weight(events, place, channel) * decay
    return sums


@pytest.mark.parametrize("channel", [EXPOSURES, CLICKS, CONVERSIONS, INTEREST])
@pytest.mark.parametrize("place", range(len(HALFLIVES)))
def test_totals_are_decayed_sums(events, channel, place):
    """Every channel and half-life equals the plain decayed sum."""
    counts, now = folded([events]), int(events.time[-1]) + DAY
    found = counts.totals[channel, place] * counts.rate(now, HALFLIVES[place])

    assert np.allclose(found, oracle(events, now, channel, HALFLIVES[place]), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("row", range(FACETS.size))
def test_facets_are_decayed_sums(events, row):
    """Under every facet value, interest, exposures and clicks equal the decayed sums of the events that had it."""
    counts, now = folded([events]), int(events.time[-1])
    for place, halflife in enumerate(FACET_HALFLIVES):
        found = counts.interest[place, row] * counts.rate(now, halflife)
        assert np.allclose(found, oracle(events, now, INTEREST, halflife, row), rtol=1e-9, atol=1e-12)
    for table, channel in ((counts.exposures, EXPOSURES), (counts.clicks, CLICKS)):
        found = table[row] * counts.rate(now, FACET_HALFLIVES[-1])
        assert np.allclose(found, oracle(events, now, channel, FACET_HALFLIVES[-1], row), rtol=1e-9, atol=1e-12)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 300), max_size=6), st.booleans())
def test_batches_do_not_matter(cuts, backwards):
    """One batch or many, in time or the later ones first: the same counts to rounding."""
    events = make_log(make_catalog(6), events=300, seed=4)
    bounds = [0, *sorted(cuts), 300]
    batches = [events.take(slice(start, end)) for start, end in pairwise(bounds)]
    one, many = folded([events]), folded(batches[::-1] if backwards else batches)
    now = int(events.time[-1])
    for place, halflife in enumerate(HALFLIVES):
        first, second = (each.totals[:, place] * each.rate(now, halflife) for each in (one, many))
        assert np.allclose(first, second, rtol=1e-9, atol=1e-12)
    assert one.first.tolist() == many.first.tolist()


def test_the_landmark_moves_on(events):
    """Years later nothing overflows, short memories are empty and the longest one keeps everything."""
    late = replace(events.take(slice(0, 5)), time=np.full(5, START + 3000 * DAY))
    counts = folded([events, late])

    assert counts.landmark == START + 3000 * DAY
    assert np.isfinite(counts.totals).all()
    now = counts.landmark
    assert np.allclose(
        counts.totals[INTEREST, 0] * counts.rate(now, HALFLIVES[0]), oracle(late, now, INTEREST, HALFLIVES[0])
    )
    forever = oracle(events, now, INTEREST, np.inf) + oracle(late, now, INTEREST, np.inf)
    assert np.allclose(counts.totals[INTEREST, -1], forever)


def test_the_landmark_itself_does_not_matter(events):
    """Counts that began on another day, before or after the events, read the same."""
    now = int(events.time[-1])
    found = [
        each.totals[INTEREST, 3] * each.rate(now, HALFLIVES[3])
        for each in (folded([events]), folded([events], START - 300 * DAY), folded([events], START + 300 * DAY))
    ]

    assert np.allclose(found[0], found[1], rtol=1e-9)
    assert np.allclose(found[0], found[2], rtol=1e-9)


def test_a_clock_that_runs_ahead_breaks_nothing(events):
    """One event dated years ahead may cost the short memories, but every count stays a finite number."""
    ahead = replace(events.take(slice(0, 1)), time=np.array([START + 3000 * DAY]))
    counts = folded([events, ahead, events])
    now = int(events.time[-1])

    for place, halflife in enumerate(HALFLIVES):
        assert np.isfinite(counts.totals[:, place] * counts.rate(now, halflife)).all()


def test_first_is_the_first_interest(events):
    """Exposures do not count as interest; a product without any is `NEVER`."""
    wanted = (STRENGTH[events.kind] > 0) & (events.product == 2)
    counts = folded([events])

    assert counts.first[2] == events.time[wanted].min()
    assert ProductCounts.empty(3, 0, START).first.tolist() == [NEVER] * 3


def test_copies_and_padding(events):
    """A copy can be added to alone; padded counts have nothing for the new products."""
    counts = folded([events])
    before = counts.totals.copy()
    copy, padded = counts.copy(), counts.padded(9)
    copy.add(events)

    assert np.array_equal(counts.totals, before)
    assert np.array_equal(padded.totals[..., :6], before)
    assert padded.totals[..., 6:].sum() == padded.interest[..., 6:].sum() == 0
    assert padded.first[6:].tolist() == [NEVER] * 3


def test_nothing_changes_nothing():
    """An empty batch and events without a product leave the counts as they were."""
    events = make_log(make_catalog(6), events=10)
    events.product[:] = -1
    counts = folded([events, events.take(slice(0, 0))])

    assert counts.totals.sum() == counts.interest.sum() == 0
    assert counts.landmark == START
