"""Person features: how much is known of the person, how active they are, what they usually pay."""

from math import log1p

import numpy as np

from slotwise.events import KIND_CODE, EventType
from slotwise.features import Request, feature

DAY = 86_400_000
HOUR = 3_600_000
VISIT_GAP = 30 * 60_000
"""Pause in ms after which a new visit begins."""


@feature("person", "log(1 + events)")
def person_events(request: Request) -> float:
    """How many events of the person were ever folded, exposures aside."""
    totals = request.moment.totals
    return log1p(totals.sum() - totals[KIND_CODE[EventType.EXPOSURE]])


@feature("person", "log(1 + products)")
def person_products(request: Request) -> float:
    """How many different products stand in the history."""
    return log1p(_different(request))


@feature("person", "days")
def person_tenure(request: Request) -> float:
    """Days since the person's first event."""
    return (request.moment.now - request.moment.first_at) / DAY


@feature("person", "hours")
def person_idle(request: Request) -> float:
    """Hours since the last interaction; missing without one."""
    times = request.moment.times
    return (request.moment.now - float(times[-1])) / HOUR if len(times) else np.nan


@feature("person", "interactions")
def person_last_day(request: Request) -> float:
    """Interactions of the last 24 hours."""
    times = request.moment.times
    return float(len(times) - times.searchsorted(request.moment.now - DAY))


@feature("person", "interactions")
def person_visit_length(request: Request) -> float:
    """Interactions of the visit that is under way: pauses of at most half an hour."""
    times = request.moment.times
    if not len(times) or request.moment.now - times[-1] > VISIT_GAP:
        return 0.0
    breaks = np.flatnonzero(np.diff(times) > VISIT_GAP)
    return float(len(times) - (breaks[-1] + 1 if len(breaks) else 0))


@feature("person", "share")
def person_repeats(request: Request) -> float:
    """Share of the history that touches a product touched before."""
    interests = request.moment.interests
    return 1 - _different(request) / len(interests) if len(interests) else np.nan


@feature("person", "categories")
def person_categories(request: Request) -> float:
    """Different categories in the history."""
    return float(len(set(request.catalog.products.category[request.moment.interests].tolist())))


@feature("person", "log(price)")
def person_price(request: Request) -> float:
    """Mean log price of the products of the history; missing when no price is known."""
    prices = request.catalog.products.log_price[request.moment.interests]
    prices = prices[prices == prices]
    return float(np.add.reduce(prices) / np.float32(len(prices))) if len(prices) else np.nan


@feature("person", "log(1 + conversions)")
def person_conversions(request: Request) -> float:
    """How often the person ever converted."""
    return log1p(request.moment.totals[KIND_CODE[EventType.CONVERT]])


@feature("person", "clicks per exposure")
def person_click_rate(request: Request) -> float:
    """The person's own clicks over exposures, with one click in a hundred exposures added."""
    totals = request.moment.totals
    clicks, shown = totals[KIND_CODE[EventType.CLICK]], totals[KIND_CODE[EventType.EXPOSURE]]
    return float((clicks + 1.0) / (shown + 100.0))


@feature("person", "exposures")
def person_shown_week(request: Request) -> float:
    """Exposures of the last 7 days, of those that are kept."""
    return float(np.count_nonzero(request.moment.shown_times >= request.moment.now - 7 * DAY))


def _different(request: Request) -> int:
    """How many different products the person showed interest in."""
    return len(set(request.moment.interests.tolist()))
