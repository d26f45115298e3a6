"""Lease: what has an end of its own asks for more time, and that time does not count."""

import threading
import time

import pytest

from service.lease import Lease, longer


@pytest.fixture
def lease():
    """A lease that nobody holds yet."""
    return Lease()


def in_a_thread(work):
    """Run something in a new thread, which has no lease; return what comes of it."""
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def test_a_block_may_take_longer(lease):
    """By so much within it; afterwards there is as much time left as before it."""

    def work():
        lease.hold()
        lease.give(5.0)
        before = lease.until
        with longer(100.0):
            within = lease.until
            time.sleep(0.05)
        return before, within, lease.until

    before, within, after = in_a_thread(work)

    assert within == before + 100
    assert before + 0.05 <= after < before + 5


def test_blocks_add_up(lease):
    """One within another, also when the inner one fails."""

    def fail(before):
        with longer(20.0):
            raise ValueError(lease.until - before)

    def work():
        lease.hold()
        lease.give(5.0)
        before = lease.until
        with longer(10.0), pytest.raises(ValueError) as error:
            fail(before)
        return error.value.args[0], lease.until - before

    added, after = in_a_thread(work)

    assert added == pytest.approx(30)
    assert 0 <= after < 5


def test_without_a_lease_nothing_happens():
    """As in a thread of the background, or in a command."""

    def work():
        with longer(1.0):
            return True

    assert in_a_thread(work)


def test_a_lease_is_one_threads_own(lease):
    """What another thread waits for gives this one no more time."""

    def work():
        lease.hold()
        lease.give(5.0)
        before = lease.until

        def other():
            with longer(100.0):
                return lease.until

        return before, in_a_thread(other)

    before, within = in_a_thread(work)

    assert within == before
