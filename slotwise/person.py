"""PersonState and apply(): a person is a fold of their events.

`apply` is pure and does not care about the order of arrival: a late event gives the same state as a
timely one, because histories are kept sorted by the event's own time, counters only add up, and of
what a person allows the latest word counts. So the states of two persons who turn out to be one can be joined.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import NamedTuple, TypeVar

from slotwise import layers
from slotwise.events import CONSENT, KINDS, Consent, Event, EventType, kind_code
from slotwise.layers import Layer

HISTORY = 1000
"""Most recent interactions kept per person (about 100 bytes each, 32 in the store). What somebody with many liked
long ago says as much as what they liked last: on film ratings 300 of them gave EASE three quarters of the NDCG."""
SHOWN = 100
"""Most recent exposures kept per person."""

_Entry = TypeVar("_Entry", bound=tuple[object, ...])
_CONVERT = EventType.CONVERT.value
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

    `totals[k]` counts all events of kind code k ever folded, `KINDS` order, custom events last. Times are ms UTC.
    `consent_at` is when the person last said what is allowed: `personalize`, and `hidden`, the sorted names of the
    attributes that are not to be used about them. `conversions` are those that decide the person's layer.
    """

    person_id: str
    history: Sequence[Interaction] = ()
    shown: Sequence[Shown] = ()
    totals: tuple[int, ...] = (0,) * (len(KINDS) + 1)
    first_at: int | None = None
    last_at: int | None = None
    attributes: Mapping[str, str | float] = field(default_factory=dict)
    personalize: bool = True
    consent_at: int | None = None
    hidden: tuple[str, ...] = ()
    conversions: tuple[int, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is known of this person; what they allow does not count."""
        return self.last_at is not None or bool(self.attributes)

    @property
    def layers(self) -> dict[Layer, int]:
        """When the person reached each layer, ms UTC; those not reached are left out."""
        return layers.reached(self.first_at, self.conversions)


def empty(person_id: str, attributes: Mapping[str, str | float] | None = None) -> PersonState:
    """Return the state of a person of whom nothing has been seen."""
    return PersonState(person_id, attributes=dict(attributes or {}))


def apply(state: PersonState, event: Event) -> PersonState:
    """Return the state after one more event; the old state is left as it was."""
    if event.type == CONSENT:
        return _consented(state, event.consent or Consent(), event.occurred_at)
    kind = kind_code(event.type)
    totals = (*state.totals[:kind], state.totals[kind] + 1, *state.totals[kind + 1 :])
    at = event.occurred_at
    history, shown = state.history, state.shown
    new = entry(event)
    if isinstance(new, Shown):
        shown = _insert(shown, new, SHOWN)
    elif new is not None:
        history = _insert(history, new, HISTORY)
    return replace(
        state,
        history=history,
        shown=shown,
        totals=totals,
        first_at=at if state.first_at is None else min(state.first_at, at),
        last_at=at if state.last_at is None else max(state.last_at, at),
        conversions=layers.first((*state.conversions, at)) if event.type == _CONVERT else state.conversions,
    )


def entry(event: Event) -> Interaction | Shown | None:
    """Return what an event adds to the history or to what was shown, None when that is nothing."""
    if event.type in _SHOWN_KINDS:
        return _as_shown(event)
    if event.product_id is None or event.type == CONSENT:
        return None
    # A value that is not a number has no place in an order, and the order is what makes lateness harmless.
    value = event.value if event.value is not None and isfinite(event.value) else 0.0
    return Interaction(event.occurred_at, event.product_id, kind_code(event.type), value, event.touchpoint or "")


def fold(state: PersonState, events: Iterable[Event]) -> PersonState:
    """Apply events one after the other."""
    for event in events:
        state = apply(state, event)
    return state


def join(state: PersonState, other: PersonState) -> PersonState:
    """Return the state of the first person after all events of both; of attributes with one name theirs counts."""
    joined = replace(
        state,
        history=tuple(sorted((*state.history, *other.history)))[-HISTORY:],
        shown=tuple(sorted((*state.shown, *other.shown)))[-SHOWN:],
        totals=tuple(map(sum, zip(state.totals, other.totals, strict=True))),
        first_at=min((at for at in (state.first_at, other.first_at) if at is not None), default=None),
        last_at=max((at for at in (state.last_at, other.last_at) if at is not None), default=None),
        attributes={**other.attributes, **state.attributes},
        conversions=layers.first((*state.conversions, *other.conversions)),
    )
    if other.consent_at is None and state.consent_at is None:
        return replace(joined, personalize=state.personalize and other.personalize)
    return with_consent(joined, other)


def with_consent(state: PersonState, other: PersonState) -> PersonState:
    """Return the state with what another one of the same person allows, as far as that was said later."""
    if other.consent_at is None:
        return state
    return _consented(state, Consent(other.personalize, other.hidden), other.consent_at)


def readable(state: PersonState, personalize: bool = True) -> PersonState:
    """Return what a decision may read of a person: nothing of those who do not want it, and no hidden attributes."""
    if not (personalize and state.personalize):
        return empty(state.person_id)
    if not state.hidden:
        return state
    shown = {name: value for name, value in state.attributes.items() if name not in state.hidden}
    return replace(state, attributes=shown)


def _consented(state: PersonState, consent: Consent, at: int) -> PersonState:
    """The latest word counts; of two at the same moment the stricter."""
    if state.consent_at is not None and at < state.consent_at:
        return state
    personalize, hidden = consent.personalize, {*consent.hidden}
    if at == state.consent_at:
        personalize, hidden = personalize and state.personalize, hidden | {*state.hidden}
    return replace(state, consent_at=at, personalize=personalize, hidden=tuple(sorted(hidden)))


def _as_shown(event: Event) -> Shown:
    dismissed = event.type == EventType.DISMISS.value
    product = event.product_id or event.content_id or ""
    return Shown(event.occurred_at, event.content_id or product, product, event.touchpoint or "", dismissed)


def _insert(entries: Sequence[_Entry], entry: _Entry, limit: int) -> tuple[_Entry, ...]:
    if not entries or entries[-1] <= entry:
        return (*entries, entry)[-limit:]
    place = bisect_right(entries, entry)
    return (*entries[:place], entry, *entries[place:])[-limit:]
