"""Event bodies: an event's own bytes, by which a repetition is told from another event, and what is kept of them."""

import json
from hashlib import blake2b
from typing import Any

import orjson

from service.careful_json import flaw
from slotwise.errors import EventMalformedError, EventTooLargeError

SENT_AT = "sent_at"
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS
_NUL = b"\\u0000"


def body_of(event: Any, limit: int) -> bytes:
    """Return an event as canonical JSON: sorted, compact, UTF-8.

    Raises EventMalformedError for what JSON cannot hold and EventTooLargeError beyond `limit` bytes.
    """
    try:
        body = orjson.dumps(event, option=_OPTIONS)
    except TypeError as error:
        raise EventMalformedError(flaw(event) or "it is nested too deep") from error
    if len(body) > limit:
        raise EventTooLargeError(f"an event may have {limit} bytes", expected=limit, given=len(body))
    if _NUL in body and (found := flaw(event)):
        raise EventMalformedError(found)
    return body


def digest_of(event: Any, body: bytes) -> bytes:
    """Return 16 bytes that stand for what an event says; when it was sent is no part of that."""
    if isinstance(event, dict) and SENT_AT in event:
        body = orjson.dumps({name: value for name, value in event.items() if name != SENT_AT}, option=_OPTIONS)
    return blake2b(body, digest_size=16).digest()


def kept(event: Any, limit: int) -> bytes:
    """Return what is kept of a refused event: as it was sent, or the beginning of it when it is too long."""
    try:
        body = orjson.dumps(event)
    except TypeError:
        body = _any_json(event)
    return body if len(body) <= limit else body[: min(limit, _BEGINNING)]


_BEGINNING = 2_048


def _any_json(event: Any) -> bytes:
    try:
        return json.dumps(event, default=str, ensure_ascii=True).encode()
    except RecursionError:
        return b""
