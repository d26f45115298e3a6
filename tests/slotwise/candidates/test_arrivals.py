"""Arrivals: where persons in a situation like this one went lately, drawn towards what everybody does."""

import numpy as np
import pytest

from slotwise.candidates.arrivals import Arrivals, ArrivalsOptions
from slotwise.candidates.wanted_now import wanted
from slotwise.counts import HOUR
from slotwise.moment import blank
from slotwise.trail import Trail
from slotwise.transitions import Steps, Transitions
from tests.worlds import FACETS


def live_of(model, *rows):
    """A world in which persons went to (product, ms ago, channel) from product 0."""
    target, ago = (np.array([row[part] for row in rows], np.int64) for part in range(2))
    facets = np.array([FACETS.encode({"context.channel": row[2]}) for row in rows], np.int32)
    ring, none = Transitions.empty(len(FACETS.fields), 1000), np.full(len(rows), -1, np.int32)
    ring.add(Steps(none + 1, target.astype(np.int32), none, model.as_of - ago, facets.reshape(len(rows), -1)))
    return model.live(model.counts, Trail.empty(40, ring), model.as_of)


def shares(live, channel: str, **options) -> np.ndarray:
    moment = blank(live.at, FACETS.encode({"context.channel": channel}), FACETS.measure({}))
    return np.exp(Arrivals(ArrivalsOptions(**options)).read(moment, live).scores)


def test_arrivals_in_a_situation_like_this_one(checkerboard):
    """Those of another channel count `like` times as much; both priors are those of the docstring."""
    live = live_of(checkerboard, (1, 0, "app"), (2, 0, "web"), (2, HOUR, "app"))
    moment = blank(live.at, FACETS.encode({}), FACETS.measure({}))
    usual = np.zeros(40)
    usual[[1, 2]] = 1, 1.5
    usual = (usual + 5 * np.exp(wanted(moment, live, 0.0).scores)) / 7.5
    here = np.zeros(40)
    here[[1, 2]] = 1, 0.3 + 0.5

    found = shares(live, "app", halflife=float(HOUR), like=0.3)
    assert found == pytest.approx((here + 5 * usual) / 6.8, rel=1e-3)
    assert found.sum() == pytest.approx(1, abs=1e-3)


def test_without_arrivals_the_interest_of_the_minutes_speaks(checkerboard):
    """As at the start of a log, and in a world that keeps no transitions."""
    live = checkerboard.live(checkerboard.counts, Trail.empty(40), checkerboard.as_of)
    moment = blank(live.at, FACETS.encode({}), FACETS.measure({}))

    assert shares(live, "app") == pytest.approx(np.exp(wanted(moment, live, 0.0).scores), rel=1e-3)
