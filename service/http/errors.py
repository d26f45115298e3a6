"""Errors as problem documents (RFC 9457): nothing ever leaves in another form."""

import json
from collections.abc import Sequence
from typing import Any

import orjson
from flask import Flask, Response, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from service.log import logger
from service.problems import document, of_error
from slotwise.errors import SlotwiseError

_CODES = {
    400: "request_malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "body_type_unsupported",
}

_log = logger("http")


class Problem(Exception):
    """What is wrong with a request, as it is told to the caller."""

    def __init__(
        self, code: str, title: str, detail: str, errors: Sequence[dict[str, Any]] = (), status: int | None = None
    ):
        super().__init__(detail)
        self.document = document(code, title, detail, errors, status)
        self.status: int = self.document["status"]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Problem":
        """Return the problem that a document tells."""
        return cls(told["code"], told["title"], told["detail"], told.get("errors", ()), told["status"])

    def response(self, headers: dict[str, str] | None = None) -> Response:
        """Return the problem document as a response."""
        request_id = g.get("request_id") if has_request_context() else None
        body = _told({**self.document, "request_id": request_id})
        response = Response(body, self.status, mimetype="application/problem+json")
        if self.status == 503:
            response.headers["Retry-After"] = "1"
        if self.status == 401:
            response.headers["WWW-Authenticate"] = _challenge(self.document["code"])
        for name, value in (headers or {}).items():
            response.headers[name] = value
        return response


def _challenge(code: str) -> str:
    """What a caller without a valid key is asked for (RFC 6750)."""
    return 'Bearer realm="slotwise"' + ("" if code == "key_missing" else ', error="invalid_token"')


def _told(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, default=str)
    except TypeError:
        # What was given may be what orjson refuses: a number beyond 64 bits, half of a surrogate pair.
        return json.dumps(document, default=str).encode()


def problem_of(error: SlotwiseError) -> Problem:
    """Return the problem of one of our errors."""
    return Problem.of(of_error(error))


def _tell(error: Exception) -> None:
    """Log a defect of ours."""
    _log.error("request failed", route=str(request.url_rule), exc_info=error, request_id=g.get("request_id"))


def register(app: Flask) -> None:
    """Make every error of an application a problem document."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return error.response()

    @app.errorhandler(SlotwiseError)
    def _ours(error: SlotwiseError) -> Response:
        problem = problem_of(error)
        if problem.status == 500:
            _tell(error)
        return problem.response()

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
        _tell(error)
        return Problem(
            "internal_error", "Something went wrong", "this is a defect of the service; it has been logged"
        ).response()
