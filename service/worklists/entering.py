"""Entering: whether somebody who left a process midway is due for an agent, as far as their state tells."""

from collections.abc import Collection

from slotwise.documents.staircases import Staircase
from slotwise.events import KIND_CODE, EventType
from slotwise.person import PersonState

HOUR, DAY = 3_600_000, 86_400_000
_LEAVE, _CONVERT = KIND_CODE[EventType.LEAVE], KIND_CODE[EventType.CONVERT]


def left_at(state: PersonState, staircase: Staircase, products: Collection[str], now: int) -> int | None:
    """Return when the person left the process for which they need an agent at `now` (ms UTC), else None.

    They allow personal answers, left the process of one of the products (those of the staircase's category) within
    `left_days` and bought none since, the automatic offer was shown to them afterwards unless the staircase does
    without, and its patience is over.
    """
    if not state.personalize:
        return None
    since = now - int(staircase.left_days * DAY)
    times = [each.time for each in state.history if each.kind == _LEAVE and each.product in products]
    last = max((at for at in times if at <= now), default=None)
    if last is None or last < since or now - last < staircase.patience_hours * HOUR:
        return None
    finished = any(each.kind == _CONVERT and each.time > last and each.product in products for each in state.history)
    if finished or (staircase.offered and not offered(state, products, last, now)):
        return None
    return last


def offered(state: PersonState, products: Collection[str], since: int, until: int) -> bool:
    """Tell whether a content of one of the products was shown to the person in [since, until] (ms UTC)."""
    return any(since <= each.time <= until and not each.dismissed and each.product in products for each in state.shown)
