"""The decision log's writer: everything handed over is stored, and what is not is counted."""

import threading
from dataclasses import dataclass

import pytest

from service.decision_log import DecisionLog
from service.metrics import Metrics
from service.stores.database import Database
from service.stores.decisions import Decisions, Logged
from slotwise.errors import StoreError
from tests.service.serving import post, serving

MUCH = 1 << 30


class Store:
    """A store in memory that can be told to fail, to wait, or to refuse one record whatever happens."""

    def __init__(self):
        self.kept, self.failures, self.poison, self.gate = [], 0, None, threading.Event()
        self.gate.set()

    def add(self, logged):
        self.gate.wait(10)
        if self.failures:
            self.failures -= 1
            raise StoreError("locked")
        if any(each.decision_id == self.poison for each in logged):
            raise StoreError("a character that no text may have")
        self.kept += logged

    def forget_answers(self, before):
        raise StoreError("locked")


@dataclass
class Made:
    """A decision to be logged."""

    number: int
    weight: int = 1_000
    fails: bool = False

    def logged(self, considered):
        if self.fails:
            raise ValueError("no record")
        return Logged(str(self.number), self.number, "p", b"{}")


@pytest.fixture
def store():
    """A store in memory."""
    return Store()


def lost(metrics):
    """How many were counted as lost."""
    return metrics.lost._value.get()


def test_everything_is_stored_in_order_before_it_stops(store):
    """Whatever was handed over is there when stop returns."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, MUCH, 0)
    log.start()
    for number in range(700):
        log.add(Made(number))
    log.stop()

    assert [each.decided_at for each in store.kept] == list(range(700))
    assert (lost(metrics), log.waiting, log.well) == (0, 0, True)


def test_memory_is_bounded_and_loss_is_counted(store):
    """Beyond the limit the request goes on, the loss is counted and told, and what waits is not touched."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, 10_000, 0)
    for number in range(15):
        log.add(Made(number))

    assert (lost(metrics), log.lost, log.waiting, log.well) == (5, 5, 10, False)
    log.flush()
    assert [each.decided_at for each in store.kept] == list(range(10))
    log.add(Made(99))
    assert lost(metrics) == 5


def test_records_that_wait_for_the_store_count_too(store):
    """While the store is away records pile up to the limit, not beyond, and all of them are stored later."""
    metrics, store.failures = Metrics(), 4
    log = DecisionLog(store, metrics, 20_000, 0)
    for number in range(50):
        log.add(Made(number))
        log.flush()
    log.flush()

    assert len(store.kept) + lost(metrics) == 50
    assert log.waiting == 0
    assert log._held == 0


def test_a_locked_store_is_tried_again(store):
    """A short refusal loses nothing."""
    store.failures = 2
    metrics = Metrics()
    log = DecisionLog(store, metrics, MUCH, 0)
    log.add(Made(1))
    for _ in range(3):
        log.flush()

    assert (len(store.kept), lost(metrics)) == (1, 0)


def test_a_store_that_is_gone_loses_and_counts(store):
    """What cannot be stored before the process ends is counted."""
    store.failures = 10**6
    metrics = Metrics()
    log = DecisionLog(store, metrics, MUCH, 0)
    log.start()
    log.add(Made(1))
    log.add(Made(2))
    log.stop(0.3)

    assert lost(metrics) == 2


def test_a_record_that_cannot_be_made_harms_nobody_else(store):
    """One bad record is counted, its batch is stored."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, MUCH, 0)
    log.add(Made(0, fails=True))
    log.add(Made(1))
    log.flush()

    assert (len(store.kept), lost(metrics), log._held) == (1, 1, 0)


def test_a_record_that_the_store_never_takes_harms_nobody_else(store):
    """One record that cannot be stored is given up and counted, all the others are stored."""
    store.poison = "3"
    metrics = Metrics()
    log = DecisionLog(store, metrics, MUCH, 0)
    for number in range(6):
        log.add(Made(number))
    for _ in range(4):
        log.flush()

    assert [each.decided_at for each in store.kept] == [0, 1, 2, 4, 5]
    assert (lost(metrics), log.waiting) == (1, 0)


@pytest.mark.slow
def test_a_worker_that_is_stopped_writes_what_waits(data_dir_of_test):
    """Every decision that was answered is in the log after the server was told to stop, right after the last one."""
    with serving(data_dir_of_test, "--workers", "2") as (url, server):
        asked = {"touchpoints": [{"touchpoint": "home"}], "person": {"id": "p"}}
        ids = {post(f"{url}/v1/decisions", asked)["decision_id"] for _ in range(120)}
        server.terminate()
        server.wait(30)
    database = Database(f"sqlite:///{data_dir_of_test / 'slotwise.db'}")
    found = {each.decision_id for each in Decisions(database).of_person("p", limit=1_000)}
    database.close()

    assert found == ids


def test_whoever_listens_hears_of_every_decision(store):
    """Once its record is made, in the log's own thread."""
    heard = []
    log = DecisionLog(store, Metrics(), MUCH, 0)
    log.on_made = heard.append
    log.add(Made(1))
    log.add(Made(2, fails=True))
    log.flush()

    assert [each.number for each in heard] == [1]


def test_a_record_is_made_when_asked_for_and_stored_later(store):
    """By whoever has just decided, one at a time; what it fails on is lost and counted, and nothing is raised."""
    metrics = Metrics()
    log, told = DecisionLog(store, metrics, MUCH, 0), []
    log.on_made = told.append
    for made in (Made(0), Made(1, fails=True), Made(2)):
        log.add(made)
        log.make()
    log.make()

    assert ([each.number for each in told], store.kept) == ([0, 2], [])
    assert (log.waiting, lost(metrics)) == (2, 1)
    log.flush()
    assert [each.decided_at for each in store.kept] == [0, 2]
    assert (len(told), log._held) == (2, 0)
