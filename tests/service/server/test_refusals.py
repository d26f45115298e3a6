"""Refusals of the server itself."""

import json

from gunicorn.http.errors import InvalidHeader, LimitRequestLine

from service.answered import ProblemAnswer
from service.server.refusals import TIMED_OUT, TOO_LARGE, refusal_of


def test_a_refusal_is_a_whole_answer():
    """Status, length, and a problem document."""
    for each, status in ((TIMED_OUT, 408), (TOO_LARGE, 413), (refusal_of(LimitRequestLine(9, 8)), 414)):
        head, _, body = each.partition(b"\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} ".encode())
        assert f"Content-Length: {len(body)}".encode() in head
        assert ProblemAnswer.model_validate(json.loads(body)).status == status


def test_only_the_callers_faults_are_refused():
    """An error of ours is not told."""
    assert refusal_of(InvalidHeader("x")).startswith(b"HTTP/1.1 400 ")
    assert refusal_of(RuntimeError("secret")) is None
