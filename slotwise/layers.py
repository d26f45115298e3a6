"""Layers: a visit makes a visitor, a payment makes a payer, coming back to pay makes somebody loyal.

They are read from a person's first conversions, of which only so many are kept as the question needs: whatever the
order in which the conversions arrive, the same ones are kept.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

LOYAL_CONVERSIONS = 3
"""Conversions that make somebody loyal ..."""
LOYAL_DAYS = 2
"""... when they lie on at least so many different days (UTC)."""
_DAY = 86_400_000


class Layer(StrEnum):
    """How far a person has come, from the outside in."""

    VISITOR = "visitor"
    PAYER = "payer"
    LOYAL = "loyal"


def first(times: Iterable[int]) -> tuple[int, ...]:
    """Return the conversions that decide, of all that there are (ms UTC), in the order of time.

    These are the first LOYAL_CONVERSIONS, and the first one of each of the first LOYAL_DAYS days. What `first` leaves
    out never comes back: `first([*first(some), *others])` is `first([*some, *others])`.
    """
    kept: list[int] = []
    days: set[int] = set()
    for count, time in enumerate(sorted(times)):
        new_day = time // _DAY not in days and len(days) < LOYAL_DAYS
        days.add(time // _DAY)
        if count < LOYAL_CONVERSIONS or new_day:
            kept.append(time)
    return tuple(kept)


def reached(first_at: int | None, conversions: Sequence[int]) -> dict[Layer, int]:
    """Return when each layer was reached (ms UTC), those not reached left out; `conversions` as `first` keeps them."""
    found = {} if first_at is None else {Layer.VISITOR: first_at}
    if conversions:
        found[Layer.PAYER] = conversions[0]
    loyal = _loyal_at(conversions)
    if loyal is not None:
        found[Layer.LOYAL] = loyal
    return found


def layer_at(conversions: Sequence[int], now: int) -> Layer:
    """Return the layer of somebody whose first conversions are these, strictly before `now` (ms UTC)."""
    if not conversions or conversions[0] >= now:
        return Layer.VISITOR
    loyal = _loyal_at(conversions)
    return Layer.LOYAL if loyal is not None and loyal < now else Layer.PAYER


def _loyal_at(conversions: Sequence[int]) -> int | None:
    days: set[int] = set()
    for count, time in enumerate(conversions, start=1):
        days.add(time // _DAY)
        if count >= LOYAL_CONVERSIONS and len(days) >= LOYAL_DAYS:
            return time
    return None
