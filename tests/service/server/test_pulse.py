"""Pulse: the master hears of a process that lives, and one that hangs ends."""

import threading
import time

import pytest

from service.lease import Lease, longer
from service.server.pulse import Pulse


@pytest.fixture
def watched():
    """A lease of this thread, how often the master was told, and an event that says that the process would end."""
    lease, told, ended = Lease(), [], threading.Event()
    pulse = Pulse(lease, lambda: told.append(1), ended.set)
    yield lease, told, ended, pulse
    pulse.stop()


def test_the_master_hears_of_one_that_gets_on(watched):
    """As long as its leases are renewed, however many there are."""
    lease, told, ended, pulse = watched
    lease.give(5.0)
    pulse.start()
    for _ in range(10):
        lease.give(5.0)
        time.sleep(0.1)

    assert told
    assert not ended.is_set()


def test_one_that_does_not_get_on_ends(watched):
    """And the master is told nothing more."""
    lease, told, ended, pulse = watched
    lease.give(0.3)
    pulse.start()

    assert ended.wait(10)
    before = len(told)
    time.sleep(0.6)
    assert len(told) == before


def test_a_worker_that_ends_is_watched_no_longer():
    """It closes what the master is told by, and no thread complains about that."""
    lease, told = Lease(), []

    def notify():
        told.append(1)
        raise ValueError("I/O operation on closed file")

    lease.give(5.0)
    pulse = Pulse(lease, notify, lambda: None)
    pulse._run()
    assert told == [1]


def test_time_without_a_core_does_not_count(watched, tmp_path):
    """On a machine that has too much to do a process is slow, and does not hang."""
    lease, _, _, pulse = watched
    pulse._schedule = tmp_path / "schedstat"
    pulse._schedule.write_text("1000 5000000000 3\n")
    lease.give(0.05)
    assert not pulse.late()
    time.sleep(0.1)
    pulse._schedule.write_text("1000 5080000000 3\n")
    assert not pulse.late()
    pulse._schedule.write_text("1000 5010000000 3\n")
    assert pulse.late()


def test_the_system_tells_how_long_a_thread_waited(watched):
    """Where it does not, nothing is deducted."""
    *_, pulse = watched
    assert pulse._waited() >= 0
    pulse._schedule = pulse._schedule.with_name("missing")
    assert pulse._waited() == 0


def test_what_was_announced_is_no_hanging():
    """A request that waits for a database, and says so."""
    lease, ended = Lease(), threading.Event()

    def work():
        lease.hold()
        lease.give(0.1)
        pulse = Pulse(lease, lambda: None, ended.set)
        pulse.start()
        with longer(30.0):
            time.sleep(0.8)
        pulse.stop()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert not ended.is_set()
