"""What a person did, as conditions ask for it: `times("leave", "broadband", 7)`, `days_since("convert", "")`.

The business is a category, `product:<id>`, or empty for everything. `told` asks one person's moment, `over` any number
of histories that stand one after the other. Of custom events only searches are told apart: calls of others are unknown.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.moment import Moment

_DAY = 86_400_000
_PRODUCT = "product:"
_KEPT = 100
"""Businesses whose products are kept for the next one who asks."""
_SHOWN = (EventType.EXPOSURE.value, EventType.DISMISS.value)


class Asked(NamedTuple):
    """A call as its key says it: name, type of event, business, and days (0 where there are none)."""

    name: str
    kind: str
    business: str
    days: float


@cache
def asked(key: str) -> Asked | None:
    """Return what a key such as `times(leave,broadband,7)` asks for, or None when it is no such call."""
    name, _, rest = key.partition("(")
    kind, _, business = rest.removesuffix(")").partition(",")
    if name == "days_since":
        return Asked(name, kind, business, 0.0)
    if name != "times":
        return None
    business, _, days = business.rpartition(",")
    return Asked(name, kind, business, float(days))


def told(key: str, moment: Moment, catalog: Catalog) -> float | None:
    """Return what a call says of a person at a moment, None where it is unknown."""
    call = asked(key)
    if call is None or call.kind not in KIND_CODE:
        return None
    times = _times_of(call, moment, catalog)
    if call.name == "days_since":
        return (moment.now - int(times[-1])) / _DAY if len(times) else None
    return float(np.count_nonzero(times > moment.now - call.days * _DAY)) if len(times) else 0.0


def covered(business: str, catalog: Catalog) -> NDArray[np.bool_] | None:
    """bool (n_products,): the products of a business, shared: do not write; None means all of them."""
    if not business:
        return None
    kept = catalog.products.businesses
    found = kept.get(business)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[business] = _covered(business, catalog)
    return found


def _covered(business: str, catalog: Catalog) -> NDArray[np.bool_]:
    products = catalog.products
    if business.startswith(_PRODUCT):
        mask = np.zeros(len(products), np.bool_)
        place = products.ids.index.get(business.removeprefix(_PRODUCT), -1)
        if place >= 0:
            mask[place] = True
        return mask
    if business not in products.categories:
        return np.zeros(len(products), np.bool_)
    return products.category == products.categories.index(business)  # type: ignore[no-any-return]


def over(
    key: str,
    now: int,
    start: NDArray[np.int64],
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    catalog: Catalog,
) -> NDArray[np.float64]:
    """float64 (n,): what a call of interactions says of n persons, NaN where it is unknown.

    Person i has the rows start[i]:start[i + 1] of products (-1 unknown), kinds and times (ms UTC), old to new. Raises
    LookupError for another call, and for exposures and dismissals, which are no interactions.
    """
    call = asked(key)
    if call is None or call.kind in _SHOWN:
        raise LookupError(key)
    if call.kind not in KIND_CODE:
        return np.full(len(start) - 1, np.nan)
    chosen = (kinds == KIND_CODE[call.kind]) & (products >= 0) & (times < now)
    mask = covered(call.business, catalog)
    if mask is not None:
        chosen &= mask[products]
    if call.name == "times":
        chosen &= times > now - call.days * _DAY
    before = np.concatenate([[0], np.cumsum(chosen)])
    counts: NDArray[np.int64] = before[start[1:]] - before[start[:-1]]
    if call.name == "times":
        return counts.astype(np.float64)
    last = times[chosen]
    found = np.full(len(start) - 1, np.nan)
    known = counts > 0
    found[known] = (now - last[before[start[1:]][known] - 1]) / _DAY
    return found


def _times_of(call: Asked, moment: Moment, catalog: Catalog) -> NDArray[np.int64]:
    """When the events of a call happened, old to new."""
    mask = covered(call.business, catalog)
    if call.kind in _SHOWN:
        wanted = moment.dismissed if call.kind == EventType.DISMISS else ~moment.dismissed
        return moment.shown_times[wanted if mask is None else wanted & mask[catalog.contents.product[moment.shown]]]
    places = moment.of_kind(KIND_CODE[call.kind])
    if mask is not None and len(places):
        places = places[mask[moment.products[places]]]
    return moment.times[places]
