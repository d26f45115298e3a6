"""Ids of requests and traces: echoed when they can be, else made or left out."""

from service.http.ids import request_id, trace_id

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_good_request_id_is_kept():
    """Printable characters without spaces, at most 128."""
    assert request_id("order-7/a") == "order-7/a"
    assert request_id("x" * 128) == "x" * 128


def test_another_one_is_made_instead_of_a_bad_one():
    """No header may be split by it, and each request has one of its own."""
    found = [request_id(given) for given in ("", "a b", "a\r\nb: c", "é", "x" * 129)]

    assert all(len(each) == 32 for each in found)
    assert len(set(found)) == len(found)


def test_a_trace_is_what_the_standard_says():
    """Its second part, where the whole is well formed."""
    assert trace_id(TRACE) == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert [trace_id(given) for given in ("", "00-xyz", TRACE.upper(), TRACE + " ")] == [""] * 4
