"""Problems: what the service says about a call that it did not do, and a service that says nothing, as exceptions."""

import json
from collections.abc import Mapping
from typing import Any


class ServiceProblem(Exception):
    """A call that failed. `status` is 0 when there was no answer; `code` is the service's own and stays.

    `errors` lists places of the request: pointer, code, detail, expected, given.
    """

    def __init__(self, status: int, code: str, detail: str, document: Mapping[str, Any] | None = None):
        super().__init__(f"{code}: {detail}" if not status else f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.document = dict(document or {})
        self.errors: list[dict[str, Any]] = list(self.document.get("errors", ()))
        self.request_id: str | None = self.document.get("request_id")


class Invalid(ServiceProblem):
    """400, 413, 415, 422: the request itself is wrong, and will be wrong again."""


class Forbidden(ServiceProblem):
    """401, 403: the key is missing, unknown or revoked, or may not do this."""


class NotFound(ServiceProblem):
    """404: there is no such thing."""


class Conflict(ServiceProblem):
    """409, 412: it clashes with what was said before."""


class Busy(ServiceProblem):
    """429 or 5xx: not now. `retry_after` is in seconds, None when the service did not say."""

    retry_after: float | None = None


class Unreachable(ServiceProblem):
    """No answer: refused, reset, timed out, or not HTTP."""


_BY_STATUS: dict[int, type[ServiceProblem]] = {
    400: Invalid, 401: Forbidden, 403: Forbidden, 404: NotFound, 409: Conflict, 412: Conflict, 413: Invalid,
    415: Invalid, 422: Invalid, 429: Busy,
}  # fmt: skip


def problem_of(status: int, headers: Mapping[str, str], body: bytes) -> ServiceProblem:
    """Return the problem of an answer, whether it is a problem document or a proxy's page."""
    document = _document(body)
    kind = Busy if status >= 500 else _BY_STATUS.get(status, ServiceProblem)
    code = str(document.get("code") or f"http_{status}")
    problem = kind(status, code, str(document.get("detail") or "the service gave no reason"), document)
    if isinstance(problem, Busy):
        problem.retry_after = _seconds(headers.get("retry-after", ""))
    return problem


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(text: str) -> float | None:
    """Seconds of a Retry-After; its other form, a date, is no better than a guess of our own."""
    return float(text) if text.isascii() and text.isdigit() else None
