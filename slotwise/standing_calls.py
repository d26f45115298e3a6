"""What a person did, as conditions ask for it: `times("leave", "broadband", 7)`, `days_since("convert", "")`.

The business is a category, `product:<id>`, or empty for everything. `told` asks one person's moment, `over` any number
of histories that stand one after the other. Of custom events only searches are told apart: calls of others are unknown.
"""

from collections.abc import Callable
from functools import cache, partial
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


def of_history(key: str) -> Asked | None:
    """Return what a key asks for of the history's interactions, None for every other key."""
    call = asked(key)
    return None if call is None or call.kind in _SHOWN or call.kind not in KIND_CODE else call


Teller = Callable[[Moment, Catalog], float | None]


@cache
def teller(key: str) -> Teller:
    """Return the function that says what a call says of a person at a moment, None where it is unknown."""
    call = asked(key)
    if call is None or call.kind not in KIND_CODE:
        return _unknown
    if call.name == "days_since":
        return partial(_days_since, _finder(call))
    return partial(_times, _finder(call), call.days * _DAY)


def told(key: str, moment: Moment, catalog: Catalog) -> float | None:
    """Return what a call says of a person at a moment, None where it is unknown."""
    return teller(key)(moment, catalog)


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


Finder = Callable[[Moment, Catalog], NDArray[np.int64]]
"""Finds when the events of a call happened, int64 (n,) ms UTC, old to new."""


def _finder(call: Asked) -> Finder:
    if call.kind in _SHOWN:
        return partial(_shown, call.kind == EventType.DISMISS, call.business)
    return partial(_touched, KIND_CODE[call.kind], call.business)


def _unknown(moment: Moment, catalog: Catalog) -> None:
    """Say nothing."""


def _times(find: Finder, window: float, moment: Moment, catalog: Catalog) -> float:
    times = find(moment, catalog)
    return float(np.count_nonzero(times > moment.now - window)) if len(times) else 0.0


def _days_since(find: Finder, moment: Moment, catalog: Catalog) -> float | None:
    times = find(moment, catalog)
    return (moment.now - int(times[-1])) / _DAY if len(times) else None


def _shown(dismissed: bool, business: str, moment: Moment, catalog: Catalog) -> NDArray[np.int64]:
    mask, wanted = covered(business, catalog), moment.dismissed if dismissed else ~moment.dismissed
    return moment.shown_times[wanted if mask is None else wanted & mask[catalog.contents.product[moment.shown]]]


def _touched(kind: int, business: str, moment: Moment, catalog: Catalog) -> NDArray[np.int64]:
    places = moment.of_kind(kind)
    mask = covered(business, catalog) if len(places) else None
    return moment.times[places if mask is None else places[mask[moment.products[places]]]]
