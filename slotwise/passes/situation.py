"""The pass over scene, segment and touchpoint: lifts gathered from the tables of one tick."""

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Match, Schema
from slotwise.features.situation import log_click_rates, narrowest, rows_of
from slotwise.kernels import lifts_numba
from slotwise.passes import Pass, Places

FEATURES = (
    "scene_lift",
    "scene_click_lift",
    "segment_lift",
    "segment_click_lift",
    "named_scene_lift",
    "named_scene_click_lift",
    "scene_now",
    "touchpoint_click_lift",
    "touchpoint_lift",
    "expected_click_rate",
)
_NOW, _CLICKS_HERE, _HERE, _EXPECTED = range(6, 10)


def fill(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `FEATURES`."""
    live, moment, facets = match.live, match.moment, match.request.facets
    now, here = places[_NOW], max(places[_CLICKS_HERE], places[_HERE], places[_EXPECTED]) >= 0
    touchpoints = _touchpoints(match) if here else _NOWHERE
    lifts, click_lifts, scene, segment = (
        live.lifts,
        live.click_lifts,
        facets.columns("scene"),
        facets.columns("segment"),
    )
    seen = (
        match.products,
        lifts.table,
        click_lifts.table,
        lifts.made,
        click_lifts.made,
        moment.facets,
        scene,
        segment,
        _row(match, "scene"),
        touchpoints,
        _interest(match) if now >= 0 else _NOTHING,
        log_click_rates(live) if places[_EXPECTED] >= 0 else _NOTHING,
        places,
        block,
    )
    if not lifts_numba.situation(*seen):
        rows = np.concatenate([moment.facets[scene], moment.facets[segment], touchpoints])
        for table in (lifts, click_lifts):
            table.of(rows[rows >= 0])
        lifts_numba.situation(*seen)
    if now >= 0:
        np.log1p(block[now], out=block[now])


def _touchpoints(match: Match) -> NDArray[np.int32]:
    """int32 (m,): the facet row of each candidate's touchpoint."""
    if match.touchpoints is not None:
        return match.touchpoints
    return np.full(len(match.products), _row(match, TOUCHPOINT), np.int32)


def _interest(match: Match) -> NDArray[np.float32]:
    """What is turned to at the moment in the scene, which many are in at once; empty where nothing is known of it."""
    scene = match.moment.facets[match.request.facets.columns("scene")]
    return match.live.keep_recent(("interest in scene", scene.tobytes()), lambda: _interest_now(match))


def _interest_now(match: Match) -> NDArray[np.float32]:
    rows = rows_of(match, "scene")
    return match.live.now_share(narrowest(match, rows)) if len(rows) else _NOTHING


def _row(match: Match, facet: str) -> int:
    place = match.request.facets.place(facet)
    return int(match.moment.facets[place]) if place >= 0 else -1


_NOTHING: NDArray[np.float32] = np.zeros(0, np.float32)
_NOWHERE: NDArray[np.int32] = np.zeros(0, np.int32)


def passes(schema: Schema) -> list[Pass]:
    """Return the pass of this file."""
    return [Pass(FEATURES, fill)]
