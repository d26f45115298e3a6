"""PersonState and apply(): a person is a fold of their events.

`apply` is pure and does not care about the order of arrival: a late event gives the same state as a
timely one, because histories are kept sorted by the event's own time and counters only add up.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import NamedTuple, TypeVar

from slotwise.events import KINDS, Event, EventType, kind_code

HISTORY = 300
"""Most recent interactions kept per person (about 100 bytes each)."""
SHOWN = 100
"""Most recent exposures kept per person."""

_Entry = TypeVar("_Entry", bound=tuple[object, ...])
_SHOWN_KINDS = {EventType.EXPOSURE.value, EventType.DISMISS.value}


class Interaction(NamedTuple):
    """One product touched by the person: time in ms UTC, kind as code of `events.KINDS`."""

    time: int
    product: str
    kind: int
    value: float
    touchpoint: str


class Shown(NamedTuple):
    """One content that was shown: time in ms UTC; dismissed when the person sent it away."""

    time: int
    content: str
    product: str
    touchpoint: str
    dismissed: bool


@dataclass(frozen=True, slots=True)
class PersonState:
    """What is known of a person: bounded history, counters, attributes, consent.

    `totals[k]` counts all events of kind code k ever folded, `KINDS` order, custom events last.
    """

    person_id: str
    history: tuple[Interaction, ...] = ()
    shown: tuple[Shown, ...] = ()
    totals: tuple[int, ...] = (0,) * (len(KINDS) + 1)
    first_at: int | None = None
    last_at: int | None = None
    attributes: Mapping[str, str | float] = field(default_factory=dict)
    personalize: bool = True

    @property
    def known(self) -> bool:
        """Whether anything at all has been folded for this person."""
        return self.last_at is not None or bool(self.attributes)


def empty(person_id: str, attributes: Mapping[str, str | float] | None = None) -> PersonState:
    """Return the state of a person of whom nothing has been seen."""
    return PersonState(person_id, attributes=dict(attributes or {}))


def apply(state: PersonState, event: Event) -> PersonState:
    """Return the state after one more event; the old state is left as it was."""
    kind = kind_code(event.type)
    totals = (*state.totals[:kind], state.totals[kind] + 1, *state.totals[kind + 1 :])
    at = event.occurred_at
    history, shown = state.history, state.shown
    if event.type in _SHOWN_KINDS:
        shown = _insert(shown, _as_shown(event), SHOWN)
    elif event.product_id is not None:
        # A value that is not a number has no place in an order, and the order is what makes lateness harmless.
        value = event.value if event.value is not None and isfinite(event.value) else 0.0
        entry = Interaction(at, event.product_id, kind, value, event.touchpoint or "")
        history = _insert(history, entry, HISTORY)
    return replace(
        state,
        history=history,
        shown=shown,
        totals=totals,
        first_at=at if state.first_at is None else min(state.first_at, at),
        last_at=at if state.last_at is None else max(state.last_at, at),
    )


def fold(state: PersonState, events: Iterable[Event]) -> PersonState:
    """Apply events one after the other."""
    for event in events:
        state = apply(state, event)
    return state


def _as_shown(event: Event) -> Shown:
    dismissed = event.type == EventType.DISMISS.value
    product = event.product_id or event.content_id or ""
    return Shown(event.occurred_at, event.content_id or product, product, event.touchpoint or "", dismissed)


def _insert(entries: tuple[_Entry, ...], entry: _Entry, limit: int) -> tuple[_Entry, ...]:
    if not entries or entries[-1] <= entry:
        return (*entries, entry)[-limit:]
    place = bisect_right(entries, entry)
    return (*entries[:place], entry, *entries[place:])[-limit:]
