"""A person's state as one small blob, and back: what the service stores per person and reads for every decision.

The blob is JSON in columns: it reads as fast as a private format, says what it is, and can run nothing.
Strings must be Unicode without lone surrogates and numbers finite, as the service's outside checks see to.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from slotwise import layers
from slotwise.errors import StateError
from slotwise.events import KIND_CODE, KINDS, OTHER_KIND, EventType
from slotwise.person import Interaction, PersonState, Shown
from slotwise.person_rows import Rows

FORMAT = 3
_WITHOUT_SEARCH = 2
"""The format in which a search was any custom event, which is read too; rebuilding finds the searches again."""
_WITHOUT_CONSENT = 1
"""The format without consent and conversions as well."""
_OTHER_BEFORE = 8
"""Code of custom events in those formats."""


def pack(state: PersonState) -> bytes:
    """Return the blob of a state; raise StateError for what JSON cannot hold."""
    document = [
        FORMAT,
        state.person_id,
        state.totals,
        state.first_at,
        state.last_at,
        state.attributes,
        state.personalize,
        _columns(state.history),
        _columns(state.shown),
        state.consent_at,
        state.hidden,
        state.conversions,
    ]
    try:
        return orjson.dumps(document)
    except TypeError as error:
        raise StateError(f"the state cannot be stored: {error}") from error


def unpack(blob: bytes) -> PersonState:
    """Return the state of a blob; raise StateError when it is damaged or of another format."""
    try:
        return _state(orjson.loads(blob))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise StateError(f"the stored state cannot be read: {error}") from error


def _state(document: list[Any]) -> PersonState:
    found = document[0]
    if found == _WITHOUT_CONSENT:
        document = [*document, None, [], None]
    elif found not in (_WITHOUT_SEARCH, FORMAT):
        raise ValueError(f"format {found}")
    _, person_id, totals, first_at, last_at, attributes, personalize, past, seen, consent_at, hidden, paid = document
    if len(totals) > len(KINDS) + 1:
        raise ValueError(f"{len(totals)} kinds")
    if found != FORMAT and past:
        past[2] = [OTHER_KIND if kind >= _OTHER_BEFORE else kind for kind in past[2]]
    history = Rows(Interaction, past)
    return PersonState(
        person_id=person_id,
        history=history,
        shown=Rows(Shown, seen),
        # A kind of event that came into being after the state was stored has not happened yet.
        totals=(*totals[:-1], *(0,) * (len(KINDS) + 1 - len(totals)), totals[-1]),
        first_at=first_at,
        last_at=last_at,
        attributes=attributes,
        personalize=personalize,
        consent_at=consent_at,
        hidden=tuple(hidden),
        conversions=_kept(history) if paid is None else tuple(paid),
    )


def _columns(rows: Sequence[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    if isinstance(rows, Rows):
        return rows.columns if len(rows) else []
    return list(zip(*rows, strict=True))


def _kept(history: Sequence[Interaction]) -> tuple[int, ...]:
    """The first conversions that a state of the format before still shows."""
    return layers.first(each.time for each in history if each.kind == KIND_CODE[EventType.CONVERT])
