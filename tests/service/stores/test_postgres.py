"""PostgreSQL that does not answer: every wait ends, nobody waits twice, and nothing is half-written."""

import time

import pytest

from service.stores import postgres
from service.stores.database import Database
from service.stores.events import Events, NewEvent, Status
from service.stores.states import States
from slotwise.errors import StoreError
from slotwise.events import Event
from tests.proxy import proxied

FAULTS = ["refuse", "blackhole", "reset"]


@pytest.fixture
def away(postgres_url):
    """A database behind a proxy of which the faults are chosen: events, states and the proxy."""
    with proxied(postgres_url) as (url, proxy):
        database = Database(url)
        states = States(database)
        yield Events(database, states), states, proxy
        database.close()


def new(event_id):
    """An event to be stored."""
    return NewEvent(Event(event_id, 1_000, "p", "click", "x"), 2_000, digest=b"d" * 16)


def healed(work, seconds=10.0):
    """Try until it works; return what comes of it."""
    until = time.monotonic() + seconds
    while True:
        try:
            return work()
        except StoreError:
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.parametrize("fault", FAULTS)
def test_reading_ends_soon_and_then_at_once(away, fault):
    """The first reader waits as long as a read may take, the next ones not at all; then all is as before."""
    events, states, proxy = away
    events.add([new("a")])
    states.get("p")
    proxy.fault = fault
    started = time.monotonic()
    with pytest.raises(StoreError):
        states.get("p")
    first, started = time.monotonic() - started, time.monotonic()
    for _ in range(20):
        with pytest.raises(StoreError):
            states.get("p")
    others = time.monotonic() - started
    proxy.fault = ""

    assert first < 3.0
    assert others < 1.0
    assert len(healed(lambda: states.get("p")).history) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_events_are_refused_and_can_be_sent_again(away, fault):
    """A batch is stored as a whole or StoreError says that it is not; sent again, each event counts once."""
    events, states, proxy = away
    events.add([new("a")])
    proxy.fault = fault
    with pytest.raises(StoreError):
        events.add([new("b"), new("c")])
    proxy.fault = ""
    verdicts = healed(lambda: events.add([new("a"), new("b"), new("c")]))

    assert [each.status for each in verdicts] == [Status.DUPLICATE, Status.ACCEPTED, Status.ACCEPTED]
    assert sum(states.get("p").totals) == 3


def test_a_slow_server_is_waited_for(away):
    """Delays below what a read may take are no failure."""
    events, states, proxy = away
    events.add([new("a")])
    proxy.fault = 0.05

    assert states.get("p").known


def test_an_answer_is_no_failure_of_the_server(away, postgres_url):
    """A statement that the server refuses leaves the circuit closed."""
    _, states, _ = away
    with pytest.raises(StoreError):
        states._database.quick("SELECT nothing_like_this", ())

    assert states.get("p").history == ()


def test_a_server_that_is_not_there_is_a_store_error():
    """From the very first connection on, and soon."""
    database = Database("postgresql://postgres@127.0.0.1:1/none")
    started = time.monotonic()
    for attempt in (database.prepare, lambda: database.quick("SELECT 1", ())):
        with pytest.raises(StoreError):
            attempt()

    assert time.monotonic() - started < 5.0


def test_durability_against_a_power_cut_is_asked_for(postgres_url):
    """With `power` a commit waits for the disk, whatever the server's own setting is."""
    database = Database(postgres_url, "power")

    assert database.quick("SHOW synchronous_commit", ()) == ("on",)
    assert postgres.Postgres(database.url, "process", 1.0)._arguments()["options"].count("synchronous_commit") == 0
