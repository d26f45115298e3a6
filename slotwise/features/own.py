"""Match features from the person's own past: this product, its category, its price, its exposures."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.counts import HALFLIVES, INTEREST
from slotwise.events import KIND_CODE, EventType
from slotwise.features import Column, Match, feature
from slotwise.live import Live

DAY = 86_400_000
HOUR = 3_600_000


@feature("match", "log(1 + times)")
def product_times(match: Match) -> Column:
    """How often the person touched this product."""
    return np.log1p(_by_product(match)["times"])


@feature("match", "log share", direction=1)
def personal_share(match: Match) -> Column:
    """Share of the product in what the person touches, drawn towards its share in what everybody touches.

    The posterior mean under a Dirichlet prior worth ten touches.
    """
    live = match.live
    usual = live.keep("share ever", lambda: _share_ever(live))[match.products]
    touched = len(match.moment.interests)
    return np.log((_by_product(match)["times"] + _PRIOR * usual) / (touched + _PRIOR))


@feature("match", "days")
def product_last(match: Match) -> Column:
    """Days since the person last touched this product; missing if never."""
    return _by_product(match)["days"]


@feature("match", "interactions")
def product_steps(match: Match) -> Column:
    """How many interactions ago the person last touched this product; missing if never."""
    return _by_product(match)["steps"]


@feature("match", "log ratio")
def product_due(match: Match) -> Column:
    """Time since the last touch against the person's mean time between touches of this product."""
    found = _by_product(match)
    usual = found["span"] / np.maximum(found["times"] - 1, 1)
    due = np.log((found["days"] + 0.5) / (usual + 0.5))
    return np.asarray(np.where(found["times"] > 1, due, np.nan), dtype=np.float32)


@feature("match", "share", direction=1)
def category_affinity(match: Match) -> Column:
    """Share of the candidate's category in the person's interests, newer ones counting more."""
    return _by_category(match)["share"][_category(match)]


@feature("match", "days")
def category_last(match: Match) -> Column:
    """Days since the person last touched the candidate's category; missing if never."""
    return _by_category(match)["days"][_category(match)]


@feature("match", "0 or 1", direction=1)
def category_same_as_last(match: Match) -> Column:
    """Whether the candidate is of the category touched last."""
    interests = match.moment.interests
    if not len(interests):
        return np.zeros(len(match.products), np.float32)
    last = match.items.catalog.products.category[interests[-1]]
    same: NDArray[np.bool_] = match.items.catalog.products.category[match.products] == last
    return same.astype(np.float32)


@feature("match", "log ratio")
def price_to_person(match: Match) -> Column:
    """Price against the person's own mean log price; missing when either is not known."""
    prices = match.items.catalog.products.price
    paid = prices[match.moment.interests]
    level = np.log(paid[paid > 0]).mean() if (paid > 0).any() else np.nan
    asked = prices[match.products]
    return np.asarray(np.log(np.where(asked > 0, asked, np.nan)) - level, dtype=np.float32)


@feature("match", "exposures", direction=-1)
def shown_times(match: Match) -> Column:
    """Exposures of this product to the person in the last 7 days: fatigue."""
    return _shown(match)["week"]


@feature("match", "hours")
def shown_last(match: Match) -> Column:
    """Hours since this product was last shown to the person; missing if never."""
    return _shown(match)["hours"]


@feature("match", "dismissals", direction=-1)
def dismissed(match: Match) -> Column:
    """Times the person sent this product away, of those that are kept."""
    return _shown(match)["dismissed"]


@feature("match", "log(1 + times)")
def product_converted(match: Match) -> Column:
    """How often the person converted on this product."""
    return np.log1p(_converted(match)[0])


@feature("match", "log(1 + times)")
def category_converted(match: Match) -> Column:
    """How often the person converted in the candidate's category."""
    return np.log1p(_converted(match)[1])


def _converted(match: Match) -> tuple[Column, Column]:
    return match.keep("own conversions", lambda: _count_converted(match))


def _count_converted(match: Match) -> tuple[Column, Column]:
    moment, products = match.moment, match.items.catalog.products
    bought = moment.products[moment.kinds == KIND_CODE[EventType.CONVERT]]
    touched, times = np.unique(bought, return_counts=True)
    categories = len(products.categories) + 1
    by_category = np.bincount(products.category[bought] % categories, minlength=categories).astype(np.float32)
    found = _lookup(touched.astype(np.int32), {"times": (times, 0.0)}, match.products)
    return found["times"], by_category[_category(match)]


_PRIOR = 10.0
"""Touches of the average person that stand beside a person's own."""


def _share_ever(live: Live) -> Column:
    interest = live.total(INTEREST, len(HALFLIVES) - 1) + np.float32(0.1)
    return interest / interest.sum()  # type: ignore[no-any-return]


def _by_product(match: Match) -> dict[str, Column]:
    return match.keep("own products", lambda: _count_products(match))


def _count_products(match: Match) -> dict[str, Column]:
    moment = match.moment
    interests, times = moment.interests, moment.times[moment.liked]
    touched, first, back = np.unique(interests, return_index=True, return_inverse=True)
    last = np.zeros(len(touched), np.intp)
    np.maximum.at(last, back, np.arange(len(back)))
    days = (moment.now - times[last]) / DAY
    columns = {
        "times": (np.bincount(back, minlength=len(touched)), 0.0),
        "days": (days, np.nan),
        "steps": (len(interests) - last, np.nan),
        "span": ((times[last] - times[first]) / DAY, 0.0),
    }
    return _lookup(touched, columns, match.products)


def _by_category(match: Match) -> dict[str, Column]:
    return match.keep("own categories", lambda: _count_categories(match))


def _count_categories(match: Match) -> dict[str, Column]:
    moment, products = match.moment, match.items.catalog.products
    count = len(products.categories) + 1
    seen = products.category[moment.interests]
    weight = np.power(0.97, np.arange(len(seen))[::-1])
    share = np.bincount(seen % count, weights=weight, minlength=count) / max(weight.sum(), 1e-9)
    latest = np.full(count, np.nan)
    latest[seen % count] = (moment.now - moment.times[moment.liked]) / DAY
    return {"share": share.astype(np.float32), "days": latest.astype(np.float32)}


def _category(match: Match) -> NDArray[np.int32]:
    # An unknown category (-1) takes the last place of the tables.
    products = match.items.catalog.products
    return products.category[match.products] % (len(products.categories) + 1)


def _shown(match: Match) -> dict[str, Column]:
    return match.keep("own exposures", lambda: _count_shown(match))


def _count_shown(match: Match) -> dict[str, Column]:
    moment = match.moment
    products = match.items.catalog.contents.product[moment.shown]
    touched, back = np.unique(products, return_inverse=True)
    size = len(touched)
    latest = np.zeros(size, np.int64)
    np.maximum.at(latest, back, moment.shown_times)
    week = np.bincount(back, weights=moment.shown_times >= moment.now - 7 * DAY, minlength=size)
    columns = {
        "week": (week, 0.0),
        "hours": ((moment.now - latest) / HOUR, np.nan),
        "dismissed": (np.bincount(back, weights=moment.dismissed, minlength=size), 0.0),
    }
    return _lookup(touched, columns, match.products)


def _lookup(
    keys: NDArray[np.int32], columns: dict[str, tuple[NDArray[Any], float]], wanted: NDArray[np.int32]
) -> dict[str, Column]:
    """Return each column at the wanted keys, or what stands beside it for a key that is not there; keys ascending."""
    table = np.array([[*column.tolist(), other] for column, other in columns.values()], np.float32)
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    place[keys[place] != wanted if len(keys) else slice(None)] = len(keys)
    return dict(zip(columns, table[:, place], strict=True))
