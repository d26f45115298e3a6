"""The live world: smoothed shares, lifts and rates, computed once a tick."""

import numpy as np
import pytest

from slotwise.counts import CLICKS, EXPOSURES, FACET_HALFLIVES, HALFLIVES, INTEREST, ProductCounts
from slotwise.live import SHRINK, Live
from slotwise.trail import Trail
from tests.worlds import FACETS, START, make_catalog


@pytest.fixture
def live(checkerboard):
    """A world of its own, so that nothing is kept yet."""
    return checkerboard.live(checkerboard.counts, checkerboard.trail, checkerboard.as_of)


def test_what_is_kept_is_computed_once(live):
    """The second reader gets the very same array."""
    assert live.click_rate() is live.click_rate()
    assert live.total(INTEREST, 1) is live.kept(("total", INTEREST, 1))
    assert live.kept("nothing") is None


def test_combinations_do_not_fill_the_memory(live):
    """Keys without number are kept for a while only."""
    for key in range(5_000):
        assert live.keep_recent(("many", key), lambda: np.zeros(1)) is not None

    assert len(live._recent) <= 2_000


def test_totals_decay_to_the_tick(checkerboard, live):
    """A day later every decaying count is smaller, the one that never forgets is not."""
    later = checkerboard.live(checkerboard.counts, checkerboard.trail, checkerboard.as_of + 86_400_000)

    assert later.total(INTEREST, 1).sum() < live.total(INTEREST, 1).sum()
    assert np.array_equal(later.total(INTEREST, len(HALFLIVES) - 1), live.total(INTEREST, len(HALFLIVES) - 1))


def test_share_sums_to_one(live):
    """Every product has a share above 0, also one that nobody touched."""
    assert live.share().sum() == pytest.approx(1, rel=1e-5)
    assert (live.share() > 0).all()


def test_lift_shows_the_scene(live):
    """In the scene over_quota everybody wants the first two products: their lift is the greatest."""
    lift = live.lift(2)

    assert set(np.argsort(-lift)[:2].tolist()) == {0, 1}
    assert np.isfinite(lift).all()


def test_lift_of_nothing_is_nothing(checkerboard):
    """A facet value without any event lifts no product."""
    size = len(checkerboard.catalog.products)
    live = Live(ProductCounts.empty(size, FACETS.size, START), Trail.empty(size), checkerboard.catalog, START)

    assert np.allclose(live.lift(0), 0, atol=1e-6)
    assert np.allclose(live.click_lift(0), 0, atol=1e-6)


def test_lift_is_the_shrunken_log_ratio(checkerboard, live):
    """Found over expected, drawn towards the category's ratio, and that towards 1."""
    counts, category = checkerboard.counts, checkerboard.catalog.products.category
    interest = counts.interest[-1, 1] * counts.rate(checkerboard.as_of, FACET_HALFLIVES[-1])
    usual = interest.sum() * live.share()
    drawn = np.zeros(40)
    for each in range(3):
        own = category == each
        towards = (interest[own].sum() + SHRINK) / (usual[own].sum() + SHRINK)
        drawn[own] = np.log((interest[own] + SHRINK * towards) / (usual[own] + SHRINK))

    assert np.allclose(live.lift(1), drawn, atol=1e-5)


def test_click_rates_are_smoothed(live):
    """A rate is above 0 even for what was never clicked, and a product's own clicks move it."""
    rate = live.click_rate()
    clicks, shown = (live.total(channel, len(HALFLIVES) - 1) for channel in (CLICKS, EXPOSURES))

    assert (rate > 0).all()
    assert np.corrcoef(rate, clicks - rate.mean() * shown)[0, 1] > 0.5


def test_sums_by_category_put_the_unknown_last(checkerboard):
    """Products without a category have a place of their own."""
    catalog = make_catalog(6)
    catalog.products.category[:] = [0, 0, 1, 2, -1, -1]
    live = Live(ProductCounts.empty(6, 0, START), Trail.empty(6), catalog, START)

    assert live.by_category(np.arange(6)).tolist() == [1, 2, 3, 9]
    assert live.category_mean(np.arange(6)).tolist() == [0.5, 0.5, 2, 3, 4.5, 4.5]


def test_a_grown_catalogue_pads(checkerboard):
    """Products that came after the counts were folded have none, and do not break anything."""
    live = Live(checkerboard.counts, checkerboard.trail, make_catalog(50), checkerboard.as_of)

    assert len(live.share()) == len(live.lift(2)) == len(live.trail.written) == 50
    assert live.total(INTEREST, 5)[40:].sum() == 0
