"""JSON in and out: the one place where what comes from outside is checked.

Not JSON at all is a 400, the wrong kind of body a 415, too much of it a 413, JSON of another shape a 422
that names every place. NaN, infinities and lone surrogates are not JSON and are refused.
"""

import zlib
from typing import Any, TypeVar

import orjson
from flask import Request, Response
from pydantic import BaseModel, ValidationError

from service.http.errors import Problem
from service.problems import given, of_places
from service.problems import place as place
from service.problems import places as places

Shape = TypeVar("Shape", bound=BaseModel)


def read(request: Request, shape: type[Shape], limit: int) -> Shape:
    """Return the body of a request in a shape; raise Problem. `limit` is in bytes, also for what is unpacked."""
    return check(read_json(request, limit), shape)


def read_json(request: Request, limit: int) -> Any:
    """Return the body of a request; raise Problem when it is not a JSON document of at most `limit` bytes."""
    body = read_body(request, limit)
    try:
        return orjson.loads(body)
    except ValueError as error:
        raise malformed(error) from error


def read_body(request: Request, limit: int, types: tuple[str, ...] = ("application/json",)) -> bytes:
    """Return the bytes of a body, unpacked; raise Problem for another type, or more than `limit` bytes."""
    if request.mimetype not in types:
        raise Problem(
            "body_type_unsupported",
            "The body has another type",
            f"send Content-Type: {' or '.join(types)}, not {given(request.mimetype) or 'none'}",
        )
    body = _unpacked(request, limit)
    if len(body) > limit:
        raise Problem("body_too_large", "The body is too large", f"it has more than {limit} bytes")
    return body


def malformed(error: ValueError) -> Problem:
    """Return the problem of a body that is no JSON."""
    return Problem("body_malformed", "The body is not JSON", f"the body cannot be read: {error}")


def check(document: Any, shape: type[Shape]) -> Shape:
    """Return a document in a shape; raise Problem naming every place that does not fit."""
    try:
        return shape.model_validate(document)
    except ValidationError as error:
        raise invalid(places(error)) from error


def invalid(errors: list[dict[str, Any]]) -> Problem:
    """Return the problem of a request that has another shape than it should."""
    return Problem.of(of_places(errors))


def answer(body: bytes, status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(body, status, mimetype="application/json")


def answer_document(document: Any, status: int = 200) -> Response:
    """Return a document as a JSON response, as `written` has it."""
    return answer(written(document), status)


def written(document: Any) -> bytes:
    """Return a document as JSON; numbers of numpy are numbers, what is not finite is null."""
    return orjson.dumps(document, default=str, option=orjson.OPT_SERIALIZE_NUMPY)


def _unpacked(request: Request, limit: int) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    # Reading raises a 413 of its own beyond the application's MAX_CONTENT_LENGTH.
    body = request.get_data(cache=False)
    if encoding == "identity":
        return body
    if encoding != "gzip":
        raise Problem("body_encoding_unsupported", "The body has another encoding", "send it plain or with gzip")
    packer = zlib.decompressobj(wbits=31)
    try:
        plain = packer.decompress(body, limit + 1)
    except zlib.error as error:
        raise Problem("body_malformed", "The body is not gzip", f"the body cannot be unpacked: {error}") from error
    if len(plain) > limit:
        raise Problem("body_too_large", "The body is too large", f"unpacked it has more than {limit} bytes")
    if not packer.eof or packer.unused_data:
        raise Problem("body_malformed", "The body is not gzip", "the body is cut off, or goes on after its end")
    return plain
