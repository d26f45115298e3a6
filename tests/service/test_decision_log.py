"""The decision log's writer: everything handed over is stored, and what is not is counted."""

import threading

import pytest

from service.decision_log import DecisionLog
from service.metrics import Metrics
from service.stores.decisions import Logged
from slotwise.errors import StoreError


class Store:
    """A store in memory that can be told to fail, or to wait."""

    def __init__(self):
        self.kept, self.failures, self.gate = [], 0, threading.Event()
        self.gate.set()

    def add(self, logged):
        self.gate.wait(10)
        if self.failures:
            self.failures -= 1
            raise StoreError("locked")
        self.kept += logged

    def forget_answers(self, before):
        raise StoreError("locked")


@pytest.fixture
def store():
    """A store in memory."""
    return Store()


def made(number):
    """A decision to be logged."""
    return lambda: Logged(str(number), number, "p", b"{}")


def lost(metrics):
    """How many were counted as lost."""
    return metrics.lost._value.get()


def test_everything_is_stored_in_order_before_it_stops(store):
    """Whatever was handed over is there when stop returns."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, 1_000, 0)
    log.start()
    for number in range(700):
        log.add(made(number))
    log.stop()

    assert [each.decided_at for each in store.kept] == list(range(700))
    assert lost(metrics) == 0


def test_a_full_queue_counts_and_does_not_wait(store):
    """The request goes on; the loss is told."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, 10, 0)
    for number in range(15):
        log.add(made(number))

    assert lost(metrics) == 5
    log.flush()
    assert len(store.kept) == 10


def test_a_locked_store_is_tried_again(store):
    """A short refusal loses nothing."""
    store.failures = 2
    metrics = Metrics()
    log = DecisionLog(store, metrics, 10, 0)
    log.add(made(1))
    log.flush()

    assert (len(store.kept), lost(metrics)) == (1, 0)


@pytest.mark.slow
def test_a_store_that_is_gone_loses_and_counts(store):
    """After the last try the batch is given up and counted."""
    store.failures = 99
    metrics = Metrics()
    log = DecisionLog(store, metrics, 10, 0)
    log.add(made(1))
    log.add(made(2))
    log.flush()

    assert lost(metrics) == 2


def test_a_record_that_cannot_be_made_harms_nobody_else(store):
    """One bad record is counted, its batch is stored."""
    metrics = Metrics()
    log = DecisionLog(store, metrics, 10, 0)
    log.add(lambda: 1 / 0)
    log.add(made(1))
    log.flush()

    assert (len(store.kept), lost(metrics)) == (1, 1)
