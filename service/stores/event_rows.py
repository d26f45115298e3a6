"""Events as rows of the log, and back."""

from collections.abc import Mapping
from typing import Any

import orjson

from service.stores.new_events import NewEvent, Stored
from slotwise.events import CONSENT, Consent, Event

FIELDS = (
    "event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "touchpoint", "slot", "decision_id",
    "session", "scene", "value", "currency",
)  # fmt: skip
"""Columns that are fields of an event under the same name, in the order of its fields."""
COLUMNS = (*FIELDS, "context", "properties", "received_at", "digest", "skew_ms", "attributed", "repeated", "identities")
"""Columns in the order of `to_row`; `seq` is given by the database."""
READ = ", ".join(("seq", *FIELDS, "context", "properties"))
"""Columns in the order that `to_stored` reads."""


def to_row(new: NewEvent, repeated: bool) -> tuple[Any, ...]:
    """Return the row of an event."""
    event = new.event
    return (
        event.event_id,
        event.occurred_at,
        event.person_id,
        event.type,
        event.product_id,
        event.content_id,
        event.touchpoint,
        event.slot,
        event.decision_id,
        event.session,
        event.scene,
        event.value,
        event.currency,
        _json(event.context),
        _json(new.properties if event.consent is None else _said(event.consent)),
        new.received_at,
        new.digest,
        new.skew_ms,
        str(new.attributed),
        int(repeated),
        _json(new.identities) if new.identities else None,
    )


def to_event(row: Any) -> Event:
    """Return the event of a row whose columns are READ."""
    context, properties = row[-2], row[-1]
    facts = orjson.loads(context) if context != "{}" else {}
    consent = _consent(orjson.loads(properties)) if row[4] == CONSENT else None
    return Event(*(*row[1:-2], facts, consent))


def to_stored(row: Any) -> Stored:
    """Return the event of a row whose columns are READ, with its place in the log."""
    return Stored(row[0], to_event(row))


def _said(consent: Consent) -> dict[str, Any]:
    return {"personalize": consent.personalize, "hidden": list(consent.hidden)}


def _consent(said: Mapping[str, Any]) -> Consent:
    return Consent(said["personalize"], tuple(said["hidden"]))


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(value)).decode() if value else "{}"
