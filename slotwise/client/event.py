"""Events as they are sent: made at once, with their id and their own time, so that a late delivery changes nothing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from slotwise.client.answers import Placement

Person = str | Mapping[str, Any]
"""A person's id, or `{"id", "identities", "attributes"}`."""


def person_of(person: Person | None) -> dict[str, Any]:
    """Return the person as the service takes it; empty for nobody in particular."""
    if person is None:
        return {}
    return {"id": person} if isinstance(person, str) else dict(person)


def about(placement: Placement) -> dict[str, Any]:
    """Return what an event about a placement says of it."""
    said = {
        "person": {name: value for name, value in placement.person.items() if name != "attributes"},
        "touchpoint": placement.touchpoint,
        "slot": placement.slot,
        "content_id": placement.content_id,
        "product_id": placement.product_id,
        "decision_id": placement.decision_id,
    }
    return {**said, "token": placement.token} if placement.token else said


def make_event(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event of now, fields that are None left out; raise TypeError or ValueError when it cannot be JSON."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made = {"event_id": uuid4().hex, "type": kind, "occurred_at": now}
    made |= {name: value for name, value in fields.items() if value is not None}
    json.dumps(made, allow_nan=False)
    return made
