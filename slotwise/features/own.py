"""Match features from the person's own past: this product, its category, its price, its exposures."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.counts import HALFLIVES, INTEREST
from slotwise.events import KIND_CODE, EventType
from slotwise.features import Column, Match, feature
from slotwise.live import Live

_BESIDE = "slotwise.kernels.beside"
_WEEK = 604_800_000.0


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
    usual = live.keep("share ever", lambda: share_ever(live))[match.products]
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
    interests, categories = match.moment.interests, match.items.catalog.products.category
    if not len(interests):
        return np.zeros(len(match.products), np.float32)
    return (categories[match.products] == categories[interests[-1]]).astype(np.float32)  # type: ignore[no-any-return]


@feature("match", "log ratio")
def price_to_person(match: Match) -> Column:
    """Price against the person's own mean log price; missing when either is not known."""
    prices = match.items.catalog.products.log_price
    paid = prices[match.moment.interests]
    paid = paid[paid == paid]
    level = np.add.reduce(paid) / np.float32(len(paid)) if len(paid) else np.float32(np.nan)
    return prices[match.products] - level


@feature("match", "exposures", direction=-1)
def shown_times(match: Match) -> Column:
    """Exposures of this product to the person in the last 7 days: fatigue."""
    return _shown(match)["week"]


@feature("match", "exposures", direction=-1)
def content_worn(match: Match) -> Column:
    """Exposures of this very content to the person, those of a week ago counting half: weariness."""
    moment = match.moment
    sums = np.empty(len(match.products), np.float32)
    faded = np.exp2((moment.shown_times - moment.now) / _WEEK)
    kernels.load(_BESIDE).spread(moment.shown, faded, match.items.contents, sums)
    return sums


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
    by_category = np.bincount(products.category_or_last[bought], minlength=len(products.categories) + 1)
    return match.spread(bought, np.ones(len(bought))), by_category.astype(np.float32)[_category(match)]


_PRIOR = 10.0
"""Touches of the average person that stand beside a person's own."""


def share_ever(live: Live) -> Column:
    """float32 (n,): share of each product in all interest there ever was."""
    interest = live.total(INTEREST, len(HALFLIVES) - 1) + np.float32(0.1)
    return interest / interest.sum()  # type: ignore[no-any-return]


def _by_product(match: Match) -> dict[str, Column]:
    return match.keep("own products", lambda: _count_products(match))


def _count_products(match: Match) -> dict[str, Column]:
    moment, table = match.moment, np.empty((4, len(match.products)), np.float32)
    kernels.load(_BESIDE).touches(moment.interests, moment.interest_times, moment.now, match.products, table)
    return dict(zip(("times", "days", "steps", "span"), table, strict=True))


def _by_category(match: Match) -> dict[str, Column]:
    return match.keep("own categories", lambda: _count_categories(match))


def _count_categories(match: Match) -> dict[str, Column]:
    moment, products = match.moment, match.items.catalog.products
    table = np.empty((2, len(products.categories) + 1), np.float32)
    seen, weights = products.category[moment.interests], shares(len(moment.interests))
    kernels.load(_BESIDE).history_by_code(seen, moment.interest_times, weights, moment.now, table)
    return dict(zip(("share", "days"), table, strict=True))


@cache
def shares(count: int) -> NDArray[np.float64]:
    """float64 (count,) with sum 1: each interest counts 0.97 of the one after it."""
    weights = np.power(0.97, np.arange(count)[::-1])
    return weights / max(weights.sum(), 1e-9)  # type: ignore[no-any-return]


def _category(match: Match) -> NDArray[np.intp]:
    return match.keep("categories", lambda: match.items.catalog.products.category_or_last[match.products])


def _shown(match: Match) -> dict[str, Column]:
    return match.keep("own exposures", lambda: _count_shown(match))


def _count_shown(match: Match) -> dict[str, Column]:
    moment, table = match.moment, np.empty((3, len(match.products)), np.float32)
    shown = match.items.catalog.contents.product[moment.shown]
    kernels.load(_BESIDE).exposures(shown, moment.shown_times, moment.dismissed, moment.now, match.products, table)
    return dict(zip(("week", "hours", "dismissed"), table, strict=True))
