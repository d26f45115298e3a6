"""Problem documents become typed errors, and a proxy's page does too."""

import pytest

from slotwise.client.problems import Busy, Conflict, Forbidden, Invalid, NotFound, ServiceProblem, problem_of


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, Forbidden),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (413, Invalid),
        (422, Invalid),
        (429, Busy),
        (500, Busy),
        (503, Busy),
        (418, ServiceProblem),
    ],
)
def test_a_status_has_its_error(status, kind):
    """What can be done about it tells the errors apart."""
    assert type(problem_of(status, {}, b"{}")) is kind


def test_a_problem_document_is_kept():
    """Code, detail, places and the request's id are there for the log of the application."""
    body = b'{"code": "request_invalid", "detail": "slots", "request_id": "r", "errors": [{"pointer": "/x"}]}'
    found = problem_of(422, {}, body)

    assert (found.code, found.detail, found.request_id) == ("request_invalid", "slots", "r")
    assert found.errors[0]["pointer"] == "/x"
    assert "request_invalid" in str(found)


@pytest.mark.parametrize(("given", "seconds"), [("3", 3.0), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_retry_after_is_read(given, seconds):
    """Whole seconds are; a date is not."""
    assert problem_of(503, {"retry-after": given}, b"<html>").retry_after == seconds
