"""Event batches: the bodies that events may come in, ours and those of CloudEvents, as one list."""

from typing import Any, NamedTuple

import orjson
from flask import Request

from service import careful_json
from service.asked_events import EventsEnvelope
from service.careful_json import Repeated
from service.cloud_events import BATCH, ONE
from service.http.errors import Problem
from service.http.json import check, invalid, malformed, read_body
from service.problems import place
from service.settings import Settings

TYPES = ("application/json", BATCH, ONE)
_NAME = b'":'


class EventBatch(NamedTuple):
    """Events that nobody has looked at yet, and what the sender's clock showed."""

    events: list[Any]
    sent_at: str | None = None


def read_batch(request: Request, settings: Settings) -> EventBatch:
    """Return the events of a request; raise Problem when the call itself cannot be read."""
    return batch_of(request.mimetype, read_body(request, settings.max_events_bytes, TYPES), settings)


def batch_of(mimetype: str, body: bytes, settings: Settings) -> EventBatch:
    """Return the events of a body of one of the types; raise Problem when the call itself cannot be read."""
    batch, at = _batch(mimetype, read_loosely(body))
    if not 1 <= len(batch.events) <= settings.max_events:
        detail = f"1 to {settings.max_events} events in one call"
        raise invalid([place(at, "out_of_range" if batch.events else "length", detail, len(batch.events))])
    return batch


def read_loosely(body: bytes) -> Any:
    """Return a JSON document in which single events may have flaws of their own; raise Problem."""
    try:
        document = orjson.loads(body)
        if orjson.dumps(document).count(_NAME) == body.count(_NAME):
            return document
    except (ValueError, TypeError):
        pass
    # Something in it is not as it should be, or there is a blank before a colon.
    try:
        document = careful_json.read(body)
    except ValueError as error:
        raise malformed(error) from error
    if isinstance(document, Repeated):
        raise malformed(ValueError("a name stands twice in it"))
    return document


def _batch(mimetype: str, document: Any) -> tuple[EventBatch, tuple[str, ...]]:
    if mimetype == ONE:
        return EventBatch([document]), ()
    if mimetype == BATCH:
        if not isinstance(document, list):
            raise invalid([place((), "wrong_type", "a batch of CloudEvents is a list", document)])
        return EventBatch(document), ()
    envelope = check(document, EventsEnvelope)
    return EventBatch(envelope.events, envelope.sent_at), ("events",)


def single(body: bytes) -> Any:
    """Return the one event of a body, or None when the body is empty; raise Problem."""
    if not body.strip():
        return None
    document = read_loosely(body)
    if not isinstance(document, dict):
        raise Problem("request_invalid", "The request is not valid", "the corrected event is an object")
    return document
