"""Errors as problem documents (RFC 9457): codes to statuses, and nothing ever leaves in another form."""

import json
from collections.abc import Sequence
from typing import Any

import orjson
from flask import Flask, Response, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from service.log import logger
from slotwise.errors import SlotwiseError

STATUS = {
    "body_malformed": 400,
    "key_missing": 401,
    "scope_missing": 403,
    "body_too_large": 413,
    "body_type_unsupported": 415,
    "body_encoding_unsupported": 415,
    "request_invalid": 422,
    "touchpoint_unknown": 404,
    "decision_unknown": 404,
    "request_id_reused": 409,
    "token_invalid": 422,
    "event_invalid": 422,
    "bundle_invalid": 503,
    "shelf_invalid": 503,
    "model_missing": 503,
    "store_unavailable": 503,
}
"""Status by code; what is not listed is an error of ours."""
_CODES = {
    400: "request_malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "body_type_unsupported",
}
_TYPE = "urn:slotwise:problem:"
_LONGEST = 200

_log = logger("http")


class Problem(Exception):
    """What is wrong with a request, as it is told to the caller."""

    def __init__(
        self, code: str, title: str, detail: str, errors: Sequence[dict[str, Any]] = (), status: int | None = None
    ):
        super().__init__(detail)
        self.status = status or STATUS.get(code, 500)
        self.document: dict[str, Any] = {
            "type": _TYPE + code,
            "title": title,
            "status": self.status,
            "detail": detail,
            "code": code,
        }
        if errors:
            self.document["errors"] = list(errors)

    def response(self, headers: dict[str, str] | None = None) -> Response:
        """Return the problem document as a response."""
        request_id = g.get("request_id") if has_request_context() else None
        body = _told({**self.document, "request_id": request_id})
        response = Response(body, self.status, mimetype="application/problem+json")
        if self.status == 503:
            response.headers["Retry-After"] = "1"
        for name, value in (headers or {}).items():
            response.headers[name] = value
        return response


def _told(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, default=str)
    except TypeError:
        # What was given may be what orjson refuses: a number beyond 64 bits, half of a surrogate pair.
        return json.dumps(document, default=str).encode()


def problem_of(error: SlotwiseError) -> Problem:
    """Return the problem of one of our errors."""
    entry = {
        "pointer": error.pointer,
        "code": error.code,
        "detail": error.detail,
        "expected": error.expected,
        "given": given(error.given),
    }
    errors = [entry] if error.pointer else []
    detail = f"{error.detail}; {error.hint}" if error.hint else error.detail
    return Problem(error.code, error.title, detail, errors)


def given(value: Any) -> Any:
    """Return what was given in a form that is short and can be written as JSON."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else type(value).__name__


def register(app: Flask) -> None:
    """Make every error of an application a problem document."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return error.response()

    @app.errorhandler(SlotwiseError)
    def _ours(error: SlotwiseError) -> Response:
        return problem_of(error).response()

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return Response(error.get_response().get_data(), status, headers=dict(error.get_headers()))
        headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
        detail = (error.description or error.name).split("\n")[0]
        return Problem(_CODES.get(status, f"http_{status}"), error.name, detail, status=status).response(headers)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        _log.error("request failed", path=request.path, exc_info=error, request_id=g.get("request_id"))
        return Problem(
            "internal_error", "Something went wrong", "this is a defect of the service; it has been logged"
        ).response()
