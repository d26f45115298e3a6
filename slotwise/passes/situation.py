"""The pass over scene, segment and touchpoint: lifts gathered from the tables of one tick."""

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Match, Schema
from slotwise.features.situation import log_click_rates, narrowest, rows_of
from slotwise.kernels import lifts_numba
from slotwise.passes import Pass, Places

EVERYWHERE = (
    "scene_lift",
    "scene_click_lift",
    "segment_lift",
    "segment_click_lift",
    "named_scene_lift",
    "named_scene_click_lift",
    "scene_now",
)
HERE = ("touchpoint_click_lift", "touchpoint_lift", "expected_click_rate")


def fill_everywhere(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `EVERYWHERE`."""
    live, scene, segment = match.live, rows_of(match, "scene"), rows_of(match, "segment")
    known, now = np.concatenate([scene, segment]), places[-1]
    interest = live.now_share(narrowest(match, scene)) if now >= 0 and len(scene) else _NOTHING
    lifts_numba.everywhere(
        match.products,
        live.lifts.of(known),
        live.click_lifts.of(known),
        scene,
        segment,
        _row(match, "scene"),
        interest,
        places,
        block,
    )
    if now >= 0:
        np.log1p(block[now], out=block[now])


def fill_here(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `HERE`."""
    live, segment, touchpoints = match.live, rows_of(match, "segment"), match.touchpoints
    if touchpoints is None:
        touchpoints = np.full(len(match.products), _row(match, TOUCHPOINT), np.int32)
    known = np.concatenate([segment, rows_of(match, "scene"), touchpoints[touchpoints >= 0]])
    lifts_numba.here(
        match.products,
        live.lifts.of(known),
        live.click_lifts.of(known),
        touchpoints,
        _row(match, "scene"),
        segment,
        log_click_rates(live),
        places,
        block,
    )


def _row(match: Match, facet: str) -> int:
    place = match.request.facets.place(facet)
    return int(match.moment.facets[place]) if place >= 0 else -1


_NOTHING: NDArray[np.float32] = np.zeros(0, np.float32)


def passes(schema: Schema) -> list[Pass]:
    """Return the passes of this file."""
    return [Pass(EVERYWHERE, fill_everywhere), Pass(HERE, fill_here)]
