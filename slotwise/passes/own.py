"""The pass over the person's own past: products, categories, prices, exposures."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from slotwise.features import Column, Match, Schema
from slotwise.features.own import share_ever, shares
from slotwise.kernels import own_numba
from slotwise.passes import Pass, Places

TOUCHED = (
    "product_times",
    "personal_share",
    "product_last",
    "product_steps",
    "product_due",
    "category_affinity",
    "category_last",
    "category_same_as_last",
    "price_to_person",
    "product_converted",
    "category_converted",
)
SHOWN = ("shown_times", "shown_last", "dismissed")
_LOGS = (1, 4)
"""Features of `TOUCHED` that are the log of what the kernel fills in."""


def fill_touched(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `TOUCHED`."""
    moment, live, products = match.moment, match.live, match.items.catalog.products
    interests = moment.interests
    own_numba.touched(
        interests,
        moment.interest_times,
        moment.bought,
        moment.now,
        match.products,
        products.category_or_last,
        len(products.categories),
        products.log_price,
        live.keep("share ever", lambda: share_ever(live)),
        shares(len(interests)),
        _logs((len(moment.products) | 1023) + 1),
        places,
        block,
    )
    for feature in _LOGS:
        if places[feature] >= 0:
            column = block[places[feature]]
            np.log(column, out=column)


def fill_shown(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `SHOWN`."""
    moment, product_of = match.moment, match.items.catalog.contents.product
    own_numba.shown(
        moment.shown, product_of, moment.shown_times, moment.dismissed, moment.now, match.products, places, block
    )


@cache
def _logs(size: int) -> NDArray[np.float32]:
    """float32 (size,): log(1 + n) of the numbers from 0 on."""
    return np.log1p(np.arange(size, dtype=np.float32))


def passes(schema: Schema) -> list[Pass]:
    """Return the passes of this file."""
    return [Pass(TOUCHED, fill_touched), Pass(SHOWN, fill_shown)]
