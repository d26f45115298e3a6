"""The outbox: bounded, in order, at least once, and never in the way of the application."""

import os
import threading

import pytest

from slotwise.client.outbox import Outbox
from slotwise.client.problems import Busy, Forbidden, Invalid


class Receiver:
    """Takes batches; raises the next problem first, if there is one."""

    def __init__(self, *problems):
        self.problems, self.batches, self.open = list(problems), [], threading.Event()
        self.open.set()

    def __call__(self, events):
        self.open.wait(10)
        if self.problems:
            raise self.problems.pop(0)
        self.batches.append([each["event_id"] for each in events])
        return [{"status": each.get("becomes", "accepted")} for each in events]


def outbox(receiver, capacity=100, batch=10, linger=0.0, on_refused=None):
    """An outbox that does not linger."""
    return Outbox(receiver, capacity, batch, linger, on_refused)


def events(number):
    """So many events."""
    return [{"event_id": str(place)} for place in range(number)]


def test_events_go_in_order_and_in_batches():
    """Nothing is left, nothing is twice, no batch is larger than told."""
    receiver = Receiver()
    box = outbox(receiver)
    assert all(box.add(each) for each in events(95))

    assert box.close(5)
    assert [one for batch in receiver.batches for one in batch] == [str(place) for place in range(95)]
    assert max(map(len, receiver.batches)) <= 10
    assert box.counts.accepted == box.counts.given == 95


def test_a_full_queue_drops_and_counts():
    """The application is not stopped, memory is not filled, and what was dropped is known."""
    receiver = Receiver()
    receiver.open.clear()
    box = outbox(receiver, capacity=5)
    taken = [box.add(each) for each in events(8)]
    receiver.open.set()

    assert taken == [True] * 5 + [False] * 3
    assert box.close(5)
    assert (box.counts.given, box.counts.accepted, box.counts.dropped) == (8, 5, 3)


def test_a_busy_service_gets_the_same_events_again():
    """The very same batch, until it is taken."""
    receiver = Receiver(Busy(503, "busy", ""), Busy(429, "busy", ""))
    box = outbox(receiver)
    box.add({"event_id": "a"})

    assert box.flush(10)
    assert receiver.batches == [["a"]]
    assert (box.counts.retries, box.counts.accepted) == (2, 1)


def test_a_batch_that_is_too_large_is_halved():
    """Events are not lost because they are large together; one that is too large by itself is refused."""
    receiver = Receiver(Invalid(413, "body_too_large", ""), Invalid(413, "body_too_large", ""))
    box = outbox(receiver, batch=4, linger=5.0)
    for each in events(4):
        box.add(each)

    assert box.close(5)
    assert receiver.batches[0] == ["0"]
    assert sorted(one for batch in receiver.batches for one in batch) == ["0", "1", "2", "3"]


def test_what_is_refused_is_told_and_not_tried_again():
    """A whole batch by a wrong key, a single event by its verdict; what the application does about it is its own."""
    told = []

    def on_refused(event, problem):
        told.append((event["event_id"], problem.get("code")))
        raise RuntimeError("a defect of the application")

    box = outbox(Receiver(Forbidden(401, "key_unknown", "")), on_refused=on_refused)
    box.add({"event_id": "a"})
    assert box.flush(5)
    box.add({"event_id": "b", "becomes": "rejected"})
    box.add({"event_id": "c", "becomes": "duplicate"})

    assert box.close(5)
    assert told == [("a", "key_unknown"), ("b", None)]
    assert (box.counts.refused, box.counts.duplicate) == (2, 1)


def test_a_closed_outbox_ends_though_nothing_gets_through():
    """Closing waits as long as told and no longer; what is left is known, and the thread ends."""
    box = outbox(Receiver(*[Busy(503, "busy", "")] * 100))
    box.add({"event_id": "a"})

    assert not box.close(0.3)
    assert not box.add({"event_id": "b"})
    box._thread.join(5)
    assert not box._thread.is_alive()
    assert (box.counts.waiting, box.counts.dropped) == (1, 1)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_has_a_thread_of_its_own():
    """A server that forks its workers loses no events of theirs, and sends none of the parent's twice."""
    receiver = Receiver()
    receiver.open.clear()
    box = outbox(receiver)
    box.add({"event_id": "of the parent"})
    child = os.fork()
    if child == 0:
        receiver.open = threading.Event()
        receiver.open.set()
        box.add({"event_id": "of the child"})
        os._exit(0 if box.close(5) and receiver.batches == [["of the child"]] else 1)
    receiver.open.set()

    assert os.waitpid(child, 0)[1] == 0
    assert box.close(5)
    assert receiver.batches == [["of the parent"]]
