"""Refusals of the server itself, of requests that never reach the application, as problem documents."""

from http import HTTPStatus

import orjson
from gunicorn.http.errors import ExpectationFailed, LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.http.errors import UnsupportedTransferCoding as UnknownCoding

from service.problems import document

_STATUS = {LimitRequestLine: 414, LimitRequestHeaders: 431, ExpectationFailed: 417, UnknownCoding: 501}


def refusal(status: int, code: str, title: str, detail: str) -> bytes:
    """Return a whole HTTP/1.1 response that refuses a request and ends the connection."""
    body = orjson.dumps({**document(code, title, detail, (), status), "request_id": None})
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def refusal_of(error: Exception) -> bytes | None:
    """Return the refusal of a request that gunicorn's parser could not read, or None when it is an error of ours."""
    if not isinstance(error, ParseException | OSError | ExpectationFailed):
        return None
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    code = "head_too_large" if status in (414, 431) else "request_malformed"
    return refusal(status, code, "The request cannot be read", str(error)[:200] or type(error).__name__)


TIMED_OUT = refusal(408, "request_timeout", "The request took too long", "send the whole request within its time")
TOO_LARGE = refusal(413, "body_too_large", "The body is too large", "the body has more bytes than are taken here")
HEAD_TOO_LARGE = refusal(431, "head_too_large", "The headers are too large", "send fewer or shorter headers")
BROKEN = refusal(500, "internal_error", "Something went wrong", "this is a defect of the service; it has been logged")
