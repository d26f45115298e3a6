"""Wanted now: shares of the last minutes, lifted by what the last hour did under each facet value."""

import numpy as np
import pytest

from slotwise.candidates.wanted_now import WantedNow, WantedNowOptions
from slotwise.counts import HOUR, ProductCounts
from slotwise.events import KIND_CODE, EventType
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.moment import Moment, blank
from slotwise.trail import Trail
from tests.worlds import FACETS


def live_of(model, *rows: tuple[int, int, str]) -> Live:
    """A world in which products were just clicked: (product, ms ago, channel)."""
    ordered = sorted(rows, key=lambda row: -row[1])
    n = len(ordered)
    events = Interactions(
        person=np.zeros(n, np.int32),
        product=np.array([row[0] for row in ordered], np.int32),
        content=np.full(n, -1, np.int32),
        time=np.array([model.as_of - row[1] for row in ordered], np.int64),
        kind=np.full(n, KIND_CODE[EventType.CLICK], np.int8),
        slot=np.zeros(n, np.int16),
        touchpoint=np.full(n, -1, np.int16),
        session=np.zeros(n, np.int32),
        value=np.zeros(n, np.float32),
        facets=np.stack([FACETS.encode({"context.channel": row[2]}) for row in ordered]),
        numbers=np.zeros((n, len(FACETS.numbers)), np.float32),
    )
    counts = ProductCounts.empty(40, FACETS.size, model.as_of - 10 * HOUR)
    counts.add(events)
    return model.live(counts, Trail.empty(40), model.as_of)


def moment_in(model, channel: str) -> Moment:
    return blank(model.as_of, FACETS.encode({"context.channel": channel}), FACETS.measure({}))


def test_the_last_minutes_count(checkerboard):
    """Shares of interest that halves in a quarter of an hour, as logs of numbers that sum to one."""
    live = live_of(checkerboard, *[(1, 0, "app")] * 40, *[(2, HOUR // 4, "app")] * 40)
    found = np.exp(WantedNow(WantedNowOptions(facets=0.0)).read(moment_in(checkerboard, "app"), live).scores)

    assert found.sum() == pytest.approx(1, abs=1e-4)
    assert found[1] / found[2] == pytest.approx(2, rel=0.01)
    assert (found > 0).all()


def test_a_scene_lifts_what_is_wanted_in_it(checkerboard):
    """Of two products that are wanted alike, the one of this channel comes first."""
    live = live_of(checkerboard, *[(1, 0, "app")] * 40, *[(2, 0, "web")] * 40)

    def lead(facets: float, channel: str) -> float:
        scores = WantedNow(WantedNowOptions(facets)).read(moment_in(checkerboard, channel), live).scores
        assert np.exp(scores).sum() == pytest.approx(1, abs=1e-4)
        return float(scores[1] - scores[2])

    assert lead(1.0, "app") == pytest.approx(2 * lead(0.5, "app"), rel=1e-3)
    assert lead(1.0, "app") == pytest.approx(np.log((40 + 10) / 10), rel=0.02)
    assert lead(1.0, "web") == pytest.approx(-lead(1.0, "app"), rel=1e-3)


def test_answers_for_the_same_facets_are_shared(checkerboard):
    """The sum over facets is made once a tick, not once a request."""
    generator, moment = WantedNow(WantedNowOptions()), moment_in(checkerboard, "app")

    assert generator.read(moment, checkerboard.start) is generator.read(moment, checkerboard.start)
