"""Ids: what a request is called, and the trace that it belongs to, as far as the caller says so in a good form."""

import re

from service.entropy import random_bytes

_REQUEST_ID = re.compile(r"[!-~]{1,128}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def request_id(given: str) -> str:
    """Return the id in an X-Request-Id header, a new one for an empty text and for one that cannot be echoed."""
    return given if _REQUEST_ID.fullmatch(given) else random_bytes(16).hex()


def trace_id(given: str) -> str:
    """Return the trace of a traceparent header (W3C Trace Context), empty for another text."""
    trace = _TRACEPARENT.fullmatch(given)
    return trace[1] if trace else ""
