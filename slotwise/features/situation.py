"""Match features from scene and segment: what is done in this situation more than elsewhere."""

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Match, feature
from slotwise.live import Live


@feature("match", "log ratio", direction=1)
def scene_lift(match: Match) -> Column:
    """Interest in the product in this scene against overall, summed over the scene's facets."""
    return _sum(match, "scene", "lift")


@feature("match", "log ratio", direction=1)
def segment_lift(match: Match) -> Column:
    """Interest in the product in the person's segments against overall, summed over the facets."""
    return _sum(match, "segment", "lift")


@feature("match", "log ratio", direction=1)
def scene_click_lift(match: Match) -> Column:
    """Click rate of the product in this scene against its own everywhere, summed over the scene's facets."""
    return _sum(match, "scene", "click_lift")


@feature("match", "log ratio", direction=1)
def segment_click_lift(match: Match) -> Column:
    """Click rate of the product in the person's segments against its own everywhere."""
    return _sum(match, "segment", "click_lift")


@feature("match", "log(1 + strength)", direction=1)
def scene_now(match: Match) -> Column:
    """Interest of the last hour under the scene's narrowest facet value."""
    rows = rows_of(match, "scene")
    if not len(rows):
        return np.zeros(len(match.products), np.float32)
    return np.log1p(match.live.now_share(narrowest(match, rows))[match.products])


@feature("match", "log ratio", direction=1)
def named_scene_lift(match: Match) -> Column:
    """Interest in the product under the named scene against overall; 0 outside any named scene."""
    return _one(match, "scene", "lift")


@feature("match", "log ratio", direction=1)
def named_scene_click_lift(match: Match) -> Column:
    """Click rate of the product under the named scene against its own everywhere."""
    return _one(match, "scene", "click_lift")


@feature("match", "log ratio", by_touchpoint=True, direction=1)
def touchpoint_click_lift(match: Match) -> Column:
    """Click rate of the product on this touchpoint against its own everywhere."""
    return _one(match, TOUCHPOINT, "click_lift")


@feature("match", "log ratio", by_touchpoint=True, direction=1)
def touchpoint_lift(match: Match) -> Column:
    """Interest in the product on this touchpoint against overall."""
    return _one(match, TOUCHPOINT, "lift")


@feature("match", "log(clicks per exposure)", by_touchpoint=True, direction=1)
def expected_click_rate(match: Match) -> Column:
    """Click rate of the product adjusted by its lifts in the named scene, in the segments and on the touchpoint.

    Naive Bayes over the facets: right when they act independently of each other.
    """
    live = match.live
    everywhere: Column = match.keep("click rates", lambda: log_click_rates(live)[match.products])
    place = _one(match, "scene", "click_lift") + _one(match, TOUCHPOINT, "click_lift")
    return everywhere + place + _sum(match, "segment", "click_lift")


def log_click_rates(live: Live) -> Column:
    """float32 (n,): log of each product's click rate everywhere."""
    return live.keep("log click rate", lambda: np.log(live.click_rate()))


def rows_of(match: Match, theme: str) -> NDArray[np.int32]:
    """Rows of the known values of a theme's facets, int32: the same for all touchpoints of a call."""
    return match.keep(f"{theme} rows", lambda: _known(match.moment.facets[match.request.facets.columns(theme)]))


def narrowest(match: Match, rows: NDArray[np.int32]) -> int:
    """The row with the least interest in all products at the moment."""
    live = match.live
    return live.keep_recent(  # type: ignore[no-any-return]
        ("narrowest", rows.tobytes()), lambda: min(rows.tolist(), key=lambda row: (live.now_total(row), row))
    )


def _known(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    return rows[rows >= 0]


def _sum(match: Match, theme: str, what: str) -> Column:
    """A lift summed over the facets of a theme that is the same for all touchpoints of a call."""
    return match.keep(f"{theme} {what}", lambda: _summed(match, rows_of(match, theme).tolist(), what))


def _summed(match: Match, rows: list[int], what: str) -> Column:
    total = np.zeros(len(match.products), np.float32)
    for row in rows:
        total += _lift(match, row, what)
    return total


def _one(match: Match, facet: str, what: str) -> Column:
    place = match.request.facets.place(facet)
    row = int(match.moment.facets[place]) if place >= 0 else -1
    return _lift(match, row, what) if row >= 0 else np.zeros(len(match.products), np.float32)


def _lift(match: Match, row: int, what: str) -> Column:
    found: Column = match.keep(f"{what} {row}", lambda: getattr(match.live, what)(row)[match.products])
    return found
