"""Scene features: the time, and how the world moves at the moment."""

import numpy as np

from slotwise.counts import CLICKS, EXPOSURES, HALFLIVES, INTEREST
from slotwise.features import Request, feature

DAY = 86_400_000
HOUR = 3_600_000
_DAYS = HALFLIVES.index(2 * DAY)


@feature("scene", "hours, UTC")
def hour_of_day(request: Request) -> float:
    """Time of day."""
    return request.moment.now % DAY / HOUR


@feature("scene", "0 = Monday, UTC")
def day_of_week(request: Request) -> float:
    """Day of the week."""
    return float((request.moment.now // DAY + 3) % 7)


@feature("scene", "share")
def world_tempo(request: Request) -> float:
    """Share of the interest of two days that fell into the last hours: how fast the world moves."""
    live = request.live
    return live.keep(
        "tempo",
        lambda: float(live.total(INTEREST, HALFLIVES.index(HOUR)).sum() / (live.total(INTEREST, _DAYS).sum() + 1.0)),
    )


@feature("scene", "clicks per exposure")
def world_click_rate(request: Request) -> float:
    """Clicks over exposures, everywhere, over the last days."""
    live = request.live
    return live.keep(
        "world click rate",
        lambda: float((live.total(CLICKS, _DAYS).sum() + 1.0) / (live.total(EXPOSURES, _DAYS).sum() + 100.0)),
    )


@feature("scene", "facets")
def scene_known(request: Request) -> float:
    """How many facets of the scene have a known value."""
    return float(np.sum(request.moment.facets[request.facets.columns("scene")] >= 0))
