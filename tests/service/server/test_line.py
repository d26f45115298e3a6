"""The line of requests that wait."""

import socket

import pytest

from service.server.connection import Connection
from service.server.line import Line

URGENT, PATIENT = b"POST /v1/decisions", b"POST /v1/events "


def waiting(request, arrived=0.0):
    """A connection with a request."""
    sock, _ = socket.socketpair()
    connection = Connection(sock, "", ("x", 80), 100, arrived)
    connection.request = request
    return connection


def drained(line):
    """The requests of all that are ready, in the order of their turns."""
    return [line.popleft().request for _ in range(len(line))]


def test_the_urgent_go_first_and_the_others_get_their_turn():
    """In their own order each; one of eight is not urgent."""
    line = Line((b"POST /v1/decisions",))
    for number in range(3):
        line.append(waiting(b"POST /v1/events %d" % number))
    for number in range(20):
        line.append(waiting(b"POST /v1/decisions %d" % number))
    assert len(line) == 23
    order = [line.popleft().request for _ in range(23)]

    assert [place for place, each in enumerate(order) if b"events" in each] == [7, 15, 22]
    assert [each for each in order if b"decisions" in each] == [
        b"POST /v1/decisions %d" % number for number in range(20)
    ]
    with pytest.raises(IndexError):
        line.popleft()


def test_without_urgent_ones_the_first_is_the_first():
    """A line as any other."""
    line = Line(())
    for each in (b"a", b"b", b"c"):
        line.append(waiting(each))

    assert [line.popleft().request for _ in range(3)] == [b"a", b"b", b"c"]


def test_patient_ones_are_ready_at_once_where_there_is_time():
    """A worker that is not pressed holds nothing back."""
    line = Line((URGENT,), (PATIENT,))
    line.append(waiting(PATIENT, 5.0))
    assert (len(line), line.holds) == (0, True)
    line.release(5.0, pressed=False)

    assert (len(line), line.holds, line.pause(5.0)) == (1, False, None)


def test_patient_ones_wait_for_each_other_but_not_for_long():
    """30 ms from the first on; the pause tells how much of it is left."""
    line = Line((URGENT,), (PATIENT,))
    line.append(waiting(PATIENT + b"1", 5.0))
    line.append(waiting(PATIENT + b"2", 5.02))
    line.release(5.029, pressed=True)
    assert len(line) == 0
    assert line.pause(5.02) == pytest.approx(0.01)
    line.release(6.0, pressed=True)

    assert drained(line) == [PATIENT + b"1", PATIENT + b"2"]


def test_enough_of_them_do_not_wait():
    """16 KB together, or one that is larger by itself."""
    for sizes in ([8_192, 8_192], [100_000]):
        line = Line((URGENT,), (PATIENT,))
        for size in sizes:
            line.append(waiting(PATIENT.ljust(size), 5.0))
        line.release(5.0, pressed=True)
        assert len(line) == len(sizes)


def test_patient_ones_are_answered_in_a_row():
    """Once it is the turn of one, those behind it follow, up to 16 KB; other requests are no part of a row."""
    small, other = PATIENT.ljust(5_000), b"GET /v1/models"
    line = Line((URGENT,), (PATIENT,))
    for each in (small, small, small, small, other, small):
        line.append(waiting(each))
        line.release(0.0, pressed=False)
    for _ in range(20):
        line.append(waiting(URGENT))
    order = ["urgent" if each == URGENT else "other" if each == other else "patient" for each in drained(line)]

    assert order == [
        *["urgent"] * 7, *["patient"] * 3, *["urgent"] * 7, "patient", *["urgent"] * 6, "other", "patient"
    ]  # fmt: skip
