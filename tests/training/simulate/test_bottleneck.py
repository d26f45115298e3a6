"""A bottleneck is planted in one step of one category in one channel, and nowhere else."""

import numpy as np
import pytest

from slotwise.events import KIND_CODE, EventType
from training.simulate.bottleneck import PLAN_CHANNEL, Bottleneck
from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, START_MS
from training.simulate.run import play
from training.simulate.seeds import Seeds
from training.simulate.world import World


@pytest.fixture
def catalog():
    """The e-channel's products."""
    return Catalog(Seeds.load())


def stopped(catalog, rng, category="plan", channel=PLAN_CHANNEL, day=20, reached=3):
    """The share of many processes that stops."""
    bottleneck = Bottleneck.in_plan_choosing(START_MS, 28)
    product = int(np.nonzero(catalog.product_category == catalog.categories.index(category))[0][0])
    rows = [np.full(1_000, each) for each in (product, channel, START_MS + day * DAY_MS, reached)]
    return bottleneck.stops(catalog, rows[0], rows[1].astype(object), rows[2], rows[3], rng).mean()


def test_many_stop_where_it_is_planted(catalog, rng):
    """Three in ten of those who would go on."""
    assert stopped(catalog, rng) == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize(
    "elsewhere", [{"category": "broadband"}, {"channel": "web"}, {"day": 13}, {"day": 28}, {"reached": 1}]
)
def test_nobody_stops_elsewhere(catalog, rng, elsewhere):
    """Another category, channel or time, and those who would not have gone on anyway."""
    assert stopped(catalog, rng, **elsewhere) == 0


@pytest.mark.slow
def test_a_world_with_a_bottleneck_loses_plans():
    """Plans begun in the second half are finished less often; without one the world is what it was."""
    world = World.load(seed=3, days=28)
    plan = world.catalog.product_category == world.catalog.categories.index("plan")
    rates = []
    for bottleneck in (Bottleneck.in_plan_choosing(START_MS, 28), None):
        events = play(world, 0, 2_000, bottleneck)[1].table("events")
        late = (events["at_ms"] >= START_MS + 14 * DAY_MS) & plan[events["product"]]
        counts = np.bincount(events["type"][late], minlength=len(KIND_CODE))
        rates.append(counts[KIND_CODE[EventType.CONVERT]] / counts[KIND_CODE[EventType.START]])

    assert rates[0] < rates[1] - 0.03
