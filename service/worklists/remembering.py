"""Remembering: what somebody did, as a sentence that an agent can begin with: no score says it as well."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, STRENGTH, EventType
from slotwise.person import PersonState

_LEAVE, _CONVERT = KIND_CODE[EventType.LEAVE], KIND_CODE[EventType.CONVERT]


def done(state: PersonState, products: Collection[str], catalog: Catalog, zone: str = "UTC") -> str:
    """Return which of some products the person left last, when (a day of the zone), and what they looked at since.

    Empty for somebody who left none of them.
    """
    left = max((each for each in state.history if each.kind == _LEAVE and each.product in products), default=None)
    if left is None:
        return ""
    day = datetime.fromtimestamp(left.time / 1_000, ZoneInfo(zone)).date()
    since = {
        each.product
        for each in state.history
        if each.time > left.time and each.product in products and 0 < STRENGTH[each.kind] < STRENGTH[_CONVERT]
    }
    looked = f", and has looked at {_names(sorted(since), catalog)} since" if since else ""
    return f"Left {_names([left.product], catalog)} midway on {day.isoformat()}{looked}"


def _names(products: list[str], catalog: Catalog, most: int = 3) -> str:
    known = [(each, catalog.products.ids.find(each)) for each in products[:most]]
    named = [catalog.products.titles[code] or each if code >= 0 else each for each, code in known]
    more = f" and {len(products) - most} more" if len(products) > most else ""
    return ", ".join(named) + more
