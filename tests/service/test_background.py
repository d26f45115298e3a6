"""Background: the threads of a worker start once a process, work, and end in order."""

import os
import time

import pytest

from slotwise import shelf
from tests.service.asking import decide


def test_threads_start_with_the_first_request_and_once(client, service):
    """No hook is needed, and a second request starts nothing more."""
    assert service.background._threads == []
    client.get("/livez")
    first = list(service.background._threads)
    client.get("/livez")

    assert {"watch", "refresh", "keys"} <= {each.name for each in first}
    assert service.background._threads == first
    assert service.background.alive()


def test_a_new_champion_is_taken_up_by_itself(make_app, data_dir_of_test, other_folder):
    """Publishing is enough: within a few looks at the shelf the service answers from the new model."""
    client = make_app(watch_seconds=0.05).test_client()
    decide(client)
    shelf.publish(data_dir_of_test / "shelf", "checkerboard", "2", other_folder)
    until = time.monotonic() + 20
    while decide(client)["touchpoints"][0]["model"]["version"] != "2":
        assert time.monotonic() < until
        time.sleep(0.05)


def test_work_that_fails_is_tried_again(service):
    """An error in the background is logged and does not end the thread."""
    calls = []

    def work():
        calls.append(1)
        raise ZeroDivisionError

    service.background.ensure()
    thread = service.background._thread("test", 0.01, work)
    time.sleep(0.3)

    assert thread.is_alive()
    assert len(calls) > 2


def test_what_takes_long_to_take_up_can_be_taken_back_soon(service):
    """After a look that took a second the next one comes in time: a rollback does not wait for the promotion's cost."""
    looks = []

    def look():
        looks.append(time.monotonic())
        if len(looks) == 1:
            time.sleep(1.0)

    service.background.ensure()
    service.background._thread("test", 0.01, look)
    until = time.monotonic() + 5
    while len(looks) < 2 and time.monotonic() < until:
        time.sleep(0.01)

    assert len(looks) >= 2


def test_what_costs_the_same_every_time_rests(service):
    """A refresh that took long is not done again at once: it rests ten times as long."""
    done = []

    def refresh():
        done.append(1)
        time.sleep(0.2)

    service.background.ensure()
    service.background._thread("test", 0.01, refresh, 10)
    time.sleep(1.0)

    assert len(done) == 1


def test_the_shelf_keys_and_configuration_are_looks(service, monkeypatch):
    """What operators change is followed in time, whatever the change before it cost."""
    shares = {}
    monkeypatch.setattr(
        type(service.background), "_repeat", lambda self, name, seconds, work, share: shares.update({name: share})
    )
    service.background.ensure()

    assert {name for name, share in shares.items() if not share} == {"watch", "keys", "configuration"}


def test_stopping_writes_what_waits(client, service):
    """A decision that was answered just before the end is in the log."""
    decision = decide(client)["decision_id"]
    service.background.stop()

    assert service.decisions.record(decision) is not None


@pytest.mark.slow
def test_it_works_after_a_fork(app, service):
    """Loaded before the fork, with threads and connections of the parent's: the child answers all the same."""
    decide(app.test_client(), person={"id": "p"})
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = decide(app.test_client(), person={"id": "p"}, context={"channel": "app"})
            service.background.stop()
            stored = service.decisions.record(answer["decision_id"])
            os.write(writable, b"yes" if stored and service.background._pid == 0 else b"no")
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        assert pipe.read() == b"yes"
    os.waitpid(child, 0)
