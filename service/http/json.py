"""JSON in and out: the one place where what comes from outside is checked.

Not JSON at all is a 400, the wrong kind of body a 415, too much of it a 413, JSON of another shape a 422
that names every place. NaN, infinities and lone surrogates are not JSON and are refused.
"""

import zlib
from typing import Any, TypeVar

import orjson
from flask import Request, Response
from pydantic import BaseModel, ValidationError

from service.http.errors import Problem, given

_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_short": "length",
    "string_too_long": "length",
    "too_short": "length",
    "too_long": "length",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "literal_error": "not_one_of",
    "string_pattern_mismatch": "format",
}
_MOST = 50
"""Errors that one problem document lists."""
_INVALID = ("request_invalid", "The request is not valid")

Shape = TypeVar("Shape", bound=BaseModel)


def read(request: Request, shape: type[Shape], limit: int) -> Shape:
    """Return the body of a request in a shape; raise Problem. `limit` is in bytes, also for what is unpacked."""
    return check(read_json(request, limit), shape)


def read_json(request: Request, limit: int) -> Any:
    """Return the body of a request; raise Problem when it is not a JSON document of at most `limit` bytes."""
    if request.mimetype != "application/json":
        raise Problem(
            "body_type_unsupported",
            "The body has another type",
            f"send Content-Type: application/json, not {given(request.mimetype) or 'none'}",
        )
    body = _unpacked(request, limit)
    try:
        return orjson.loads(body)
    except ValueError as error:
        raise Problem("body_malformed", "The body is not JSON", f"the body cannot be read: {error}") from error


def check(document: Any, shape: type[Shape]) -> Shape:
    """Return a document in a shape; raise Problem naming every place that does not fit."""
    try:
        return shape.model_validate(document)
    except ValidationError as error:
        raise invalid(places(error)) from error


def invalid(errors: list[dict[str, Any]]) -> Problem:
    """Return the problem of a request that has another shape than it should."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return Problem(*_INVALID, f"{first['pointer'] or 'the body'}: {first['detail']}{more}", errors[:_MOST])


def places(error: ValidationError) -> list[dict[str, Any]]:
    """Return what pydantic found, each with a JSON pointer, a code, and what was expected and given."""
    return [_place(each) for each in error.errors(include_url=False)]


def place(path: tuple[int | str, ...], code: str, detail: str, value: Any) -> dict[str, Any]:
    """Return one entry of a problem document's errors."""
    return {"pointer": pointer(path), "code": code, "detail": detail, "expected": detail, "given": given(value)}


def pointer(path: tuple[int | str, ...]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def answer(body: bytes, status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(body, status, mimetype="application/json")


def answer_document(document: Any, status: int = 200) -> Response:
    """Return a document as a JSON response; numbers of numpy are numbers, what is not finite is null."""
    return answer(orjson.dumps(document, default=str, option=orjson.OPT_SERIALIZE_NUMPY), status)


def _place(error: Any) -> dict[str, Any]:
    context = error.get("ctx") or {}
    path = tuple(part for part in error["loc"] if part != "[key]")
    if "key" in context:
        path = (*path, context["key"])
    kind = error["type"]
    code = _CODES.get(kind) or ("wrong_type" if kind.endswith(("_type", "_parsing", "_value")) else kind)
    return place(path, code, error["msg"], None if kind == "missing" else error["input"])


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
