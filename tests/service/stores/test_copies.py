"""Copies of states: read first, never older than what was answered, made good whatever has failed."""

import time

import pytest
import redis as driver

from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.events import Events, NewEvent
from service.stores.redis import PREFIX, Copy, Redis
from service.stores.states import States
from slotwise import person
from slotwise.errors import StoreError
from slotwise.events import Event
from tests.proxy import proxied


@pytest.fixture
def copied(database, redis_server):
    """Events and states that are copied to Redis through a proxy, and the proxy."""
    driver.Redis.from_url(redis_server).flushall()
    with proxied(redis_server) as (url, proxy):
        copies = Copies(database, Redis(url))
        states = States(database, copies)
        yield Events(database, states), states, copies, proxy
        copies.close()


@pytest.fixture
def server(redis_server):
    """A client of the Redis server itself."""
    return driver.Redis.from_url(redis_server)


def new(event_id, person_id="p", at=1_000):
    """An event to be stored."""
    return NewEvent(Event(event_id, at, person_id, "click", "x"), 2_000)


def soon(true, seconds=5.0):
    """Wait until something is so, as long as healing may take."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_state_is_copied_before_the_answer(copied, server, database):
    """What was accepted is read from the copy, without the database, with its place in the log."""
    events, states, _, _ = copied
    events.add([new("a"), new("b")])
    expected = States(database).read("p")
    database.quick = None  # type: ignore[method-assign]

    assert states.read("p") == expected
    assert expected.seq == 2
    assert server.exists(PREFIX + "p")


def test_an_older_state_never_takes_the_place_of_a_newer(copied):
    """Copies are replaced by what has a greater revision only, in whatever order they are written."""
    _, _, copies, _ = copied
    for revision in (5, 7, 6, 7):
        copies.fill(Copy("p", f"{revision}".encode(), revision, revision))

    assert copies.get("p") == (b"7", 7)


def test_without_redis_the_database_answers(copied):
    """Refused, swallowed or reset: events are stored and states read, and after a first failure nobody waits."""
    events, states, _, proxy = copied
    events.add([new("a")])
    for number, fault in enumerate(["refuse", "blackhole", "reset"]):
        proxy.fault = fault
        events.add([new(f"b{number}")])
        started = time.monotonic()
        for _ in range(20):
            assert sum(states.get("p").totals) == number + 2
        assert time.monotonic() - started < 2.0
        proxy.fault = ""
        soon(lambda: states._copies._store.get("p") is not None)


def test_what_was_missed_is_made_good(copied, server, database):
    """States written while Redis was away are there within seconds of its return; nothing stays due."""
    events, states, _, proxy = copied
    events.add([new("a")])
    proxy.fault = "blackhole"
    events.add([new("b"), new("c", "q")])
    proxy.fault = ""
    soon(lambda: server.exists(PREFIX + "q") and sum(states.get("p").totals) == 2)

    soon(lambda: database.quick("SELECT count(*) FROM uncopied_states", ()) == (0,))
    assert states._copies.get("p") is not None


def test_what_a_dead_process_left_is_made_good(copied, server, database):
    """A process that died between its commit and the copy is made good by any other one."""
    events, _, copies, _ = copied
    copies._store.put = lambda given: False
    events.add([new("a")])
    del copies._store.put
    other = Copies(database, copies._store)
    other.get("nobody")
    soon(lambda: server.exists(PREFIX + "p"))
    other.close()


def test_an_emptied_redis_is_harmless(copied, server):
    """After FLUSHALL states come from the database, and fill the copies again."""
    events, states, _, _ = copied
    events.add([new("a")])
    server.flushall()

    assert sum(states.get("p").totals) == 1
    assert server.exists(PREFIX + "p")


def test_a_deleted_state_does_not_come_back(copied, database):
    """A reader that was late with an old copy cannot bring back what was deleted; a new state can."""
    events, states, copies, _ = copied
    events.add([new("a")])
    old = states.packed(["p"])["p"]
    with database.write() as connection:
        assert states.delete(connection, ["p"]) == 1
    copies.fill(Copy("p", old[1], old[0].revision, 1))
    assert states.get("p") == person.empty("p")
    events.add([new("b")])
    assert sum(states.get("p").totals) == 1
    assert copies.get("p") is not None


def test_states_are_known_while_the_database_is_away(postgres_url, redis_server):
    """With Redis a decision knows its person although PostgreSQL does not answer; events are refused."""
    with proxied(postgres_url) as (url, proxy):
        database = Database(url)
        copies = Copies(database, Redis(redis_server))
        states = States(database, copies)
        events = Events(database, states)
        events.add([new("a", "known")])
        proxy.fault = "refuse"
        assert sum(states.get("known").totals) == 1
        with pytest.raises(StoreError):
            events.add([new("b", "known")])
        with pytest.raises(StoreError):
            states.get("unknown")
        copies.close()
        database.close()
