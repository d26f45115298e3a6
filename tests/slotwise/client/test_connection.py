"""Connections: kept alive, one a thread, opened anew when the other side has closed them."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from slotwise.client.connection import Connections
from slotwise.client.problems import Busy, NotFound, Unreachable
from tests.service.serving import free_port

pytestmark = pytest.mark.slow


def test_one_connection_serves_many_calls(gate):
    """A connection for each call would cost more than the decision."""
    connections = Connections(gate.url, "")
    for _ in range(3):
        assert connections.call("GET", "/livez", None, 5.0)["status"] == "alive"

    assert gate.connections == 1


def test_each_thread_has_its_own(gate):
    """Answers cannot be mixed up between threads."""
    connections, together = Connections(gate.url, ""), Barrier(3)

    def call(_):
        together.wait(10)
        return connections.call("GET", "/livez", None, 5.0)["status"]

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(call, range(3))) == ["alive"] * 3
    assert gate.connections == 3


def test_a_connection_that_was_closed_meanwhile_is_opened_anew(gate):
    """A load balancer closes what is idle; the caller does not notice."""
    connections = Connections(gate.url, "")
    connections.call("GET", "/livez", None, 5.0)
    gate.faults.append("reset")

    assert connections.call("GET", "/livez", None, 5.0)["status"] == "alive"


def test_a_fresh_connection_that_fails_is_an_error(gate):
    """Nobody there, or closed without a word: unreachable, with the reason."""
    gate.faults.append("reset")
    with pytest.raises(Unreachable):
        Connections(gate.url, "").call("GET", "/livez", None, 5.0)
    with pytest.raises(Unreachable, match="Refused"):
        Connections(f"http://127.0.0.1:{free_port()}", "").call("GET", "/livez", None, 5.0)


def test_waiting_has_an_end(gate):
    """A service that does not answer costs the timeout, once."""
    gate.faults.append("silence")
    with pytest.raises(Unreachable, match="Timeout"):
        Connections(gate.url, "").call("GET", "/livez", None, 0.2)
    assert len(gate.calls) == 1


def test_problems_are_typed(gate):
    """What the service says, and what stands in front of it says."""
    connections = Connections(gate.url, "")
    with pytest.raises(NotFound) as missing:
        connections.call("GET", "/v1/decisions/d_none", None, 5.0)
    gate.faults.append(503)
    gate.headers["Retry-After"] = "7"
    with pytest.raises(Busy) as busy:
        connections.call("GET", "/livez", None, 5.0)

    assert missing.value.code == "decision_unknown"
    assert (busy.value.status, busy.value.retry_after) == (503, 7.0)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_opens_its_own(gate):
    """Two processes must not read each other's answers."""
    connections = Connections(gate.url, "")
    connections.call("GET", "/livez", None, 5.0)
    child = os.fork()
    if child == 0:
        connections.call("GET", "/livez", None, 5.0)
        os._exit(0)

    assert os.waitpid(child, 0)[1] == 0
    assert connections.call("GET", "/livez", None, 5.0)["status"] == "alive"
    assert gate.connections == 2


def test_an_address_is_checked_at_once():
    """Not with the first decision."""
    with pytest.raises(ValueError, match="https://host"):
        Connections("shop.example", "")
