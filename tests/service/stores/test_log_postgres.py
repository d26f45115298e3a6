"""The log in PostgreSQL: what is settled, and writers that meet."""

import threading

import pytest

from service.stores.connections import driver_of
from service.stores.database import Database
from service.stores.event_rows import to_row
from service.stores.events import Events, NewEvent
from service.stores.states import States
from slotwise.events import Event


@pytest.fixture
def database(postgres_url):
    """A PostgreSQL database."""
    made = Database(postgres_url)
    yield made
    made.close()


def new(event_id, person_id="p"):
    """An event to be stored."""
    return NewEvent(Event(event_id, 1_000, person_id, "click", "x"), 2_000)


def test_a_place_that_is_taken_holds_readers_back(database):
    """While a transaction that took an earlier place is under way, later events are not read yet; then in order."""
    events = Events(database, States(database))
    events.add([new("first")])
    with database.write() as connection:
        driver = driver_of(connection)
        database.log.begin(driver, {"slow"})
        database.log.insert(driver, [to_row(new("slow", "slow"), False)])
        other = threading.Thread(target=events.add, args=([new("fast")],))
        other.start()
        other.join(10)
        assert not other.is_alive()
        seen = events.since(0, 0, 10)

    assert [each.event.event_id for each in seen] == ["first"]
    assert [each.event.event_id for each in events.since(seen[-1].seq, 0, 10)] == ["slow", "fast"]


def test_a_reader_that_does_not_look_at_writers_would_miss_events(database, monkeypatch):
    """The drill above finds a build in which the last place that can be seen is taken for settled."""
    events = Events(database, States(database))
    naive = "SELECT coalesce(max(seq), 0) FROM events"
    monkeypatch.setattr(database.log, "settled", lambda read: read(naive, ())[0][0])
    with database.write() as connection:
        driver = driver_of(connection)
        database.log.begin(driver, {"slow"})
        database.log.insert(driver, [to_row(new("slow", "slow"), False)])
        other = threading.Thread(target=events.add, args=([new("fast")],))
        other.start()
        other.join(10)
        seen = events.since(0, 0, 10)

    assert [each.event.event_id for each in seen] == ["fast"]
    assert events.since(seen[-1].seq, 0, 10) == []


def test_two_writers_of_the_same_new_persons_wait_for_each_other(database):
    """In whatever order they name them: no deadlock, and both are stored."""
    events = Events(database, States(database))
    names = [f"p{number}" for number in range(50)]

    def write(mark, order):
        for number in range(10):
            events.add([new(f"{mark}-{number}-{name}", f"{number}-{name}") for name in order])

    writers = [
        threading.Thread(target=write, args=("one", names)),
        threading.Thread(target=write, args=("other", names[::-1])),
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert len(events.since(0, 0, 10_000)) == 1_000
    assert all(sum(States(database).get(f"{number}-{name}").totals) == 2 for number in range(10) for name in names)


def test_a_person_who_is_new_to_two_writers_is_added_by_one(database):
    """The other one waits and is told, so that it begins anew with the person's state."""
    told = []

    def begin():
        with database.write() as connection:
            told.append(database.log.begin(driver_of(connection), {"p", "q"}))

    with database.write() as connection:
        driver = driver_of(connection)
        assert database.log.begin(driver, {"p"}) == {}
        other = threading.Thread(target=begin)
        other.start()
        other.join(0.2)
        waited = other.is_alive()
        database.log.put(driver, [("p", b"1", 5, 9)])
    other.join(10)

    assert waited
    assert told == [None]


def test_a_deadlock_is_begun_anew(database):
    """The one who is chosen to give way tries again."""
    import psycopg

    from slotwise.errors import StoreError

    error = StoreError("deadlock")
    error.__cause__ = psycopg.errors.DeadlockDetected()

    assert database.again(error)
    assert not database.again(StoreError("other"))
