"""A person's state as one small blob, and back: what the service stores per person and reads for every decision.

The blob is JSON in columns: it reads as fast as a private format, says what it is, and can run nothing.
Strings must be Unicode without lone surrogates and numbers finite, as the service's outside checks see to.
"""

from typing import Any

import orjson

from slotwise.errors import StateError
from slotwise.events import KINDS
from slotwise.person import Interaction, PersonState, Shown

FORMAT = 1


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
        list(zip(*state.history, strict=True)),
        list(zip(*state.shown, strict=True)),
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
    found, person_id, totals, first_at, last_at, attributes, personalize, history, shown = document
    if found != FORMAT or len(totals) > len(KINDS) + 1:
        raise ValueError(f"format {found} with {len(totals)} kinds")
    return PersonState(
        person_id=person_id,
        history=tuple(map(Interaction._make, zip(*history, strict=True))),
        shown=tuple(map(Shown._make, zip(*shown, strict=True))),
        # A kind of event that came into being after the state was stored has not happened yet.
        totals=(*totals[:-1], *(0,) * (len(KINDS) + 1 - len(totals)), totals[-1]),
        first_at=first_at,
        last_at=last_at,
        attributes=attributes,
        personalize=personalize,
    )
