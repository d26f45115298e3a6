"""Database: all or nothing, several processes at once, and errors of one kind."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import insert, select

from service.stores.database import Database
from service.stores.tables import STATES
from slotwise.errors import StoreError

WRITER = """
import sys
from service.stores.database import Database
from service.stores.states import States
from slotwise import person
from slotwise.events import Event
database = Database(sys.argv[1])
states = States(database)
for number in range(100):
    with database.write() as connection:
        state = states.get("p")
        states.put(connection, [person.apply(state, Event(str(number), number, "p", "view"))])
"""


def test_a_transaction_is_all_or_nothing(database):
    """What was written before an error is not there afterwards."""

    def fail_midway():
        with database.write() as connection:
            connection.execute(insert(STATES), {"person_id": "p", "state": b"1"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()

    assert database.rows(select(STATES), {}) == []


def test_preparing_twice_changes_nothing(database):
    """Tables that are there stay as they are."""
    with database.write() as connection:
        connection.execute(insert(STATES), {"person_id": "p", "state": b"1"})
    database.prepare()

    assert database.quick("SELECT state FROM person_states WHERE person_id = ?", ("p",)) == (b"1",)


def test_a_broken_database_is_a_store_error(tmp_path):
    """Reading and writing raise StoreError, whatever the driver raised, and heal when the cause has gone."""
    path = tmp_path / "store.db"
    path.write_bytes(b"no database" * 1_000)
    broken = Database(f"sqlite:///{path}")
    for attempt in (broken.prepare, lambda: broken.quick("SELECT 1", ()), lambda: broken.row(select(STATES), {})):
        with pytest.raises(StoreError):
            attempt()
    path.unlink()
    broken.prepare()

    assert broken.quick("SELECT 1", ()) == (1,)


def test_durability_is_what_was_chosen(tmp_path):
    """synchronous is NORMAL (1), or FULL (2) where a power cut has to be survived; the journal is a write-ahead log."""
    for durability, synchronous in (("process", 1), ("power", 2)):
        database = Database(f"sqlite:///{tmp_path}/{durability}.db", durability)
        database.prepare()
        assert database.quick("PRAGMA synchronous", ()) == (synchronous,)
        assert database.quick("PRAGMA journal_mode", ()) == ("wal",)


def test_what_no_database_takes_is_a_store_error(database):
    """Half of a surrogate pair or a number beyond 64 bits: refused, and the next one is answered."""
    for given in ("\ud800", 2**70):
        with pytest.raises(StoreError):
            database.quick("SELECT person_id FROM person_states WHERE person_id = ?", (given,))

    assert database.quick("SELECT count(*) FROM person_states", ()) == (0,)


def test_a_fork_opens_its_own_connections(database):
    """The child reads and writes without touching what the parent has open."""
    database.quick("SELECT 1", ())
    child = os.fork()
    if child == 0:
        try:
            with database.write() as connection:
                connection.execute(insert(STATES), {"person_id": "child", "state": b"1"})
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    assert database.quick("SELECT person_id FROM person_states", ()) == ("child",)


@pytest.mark.slow
def test_four_writers_lose_nothing(tmp_path):
    """Four processes read and write the same state at once: no update is lost and nobody is told "locked"."""
    from service.stores.states import States

    url = f"sqlite:///{tmp_path / 'store.db'}"
    database = Database(url)
    database.prepare()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url]) for _ in range(4)]

    assert [writer.wait() for writer in writers] == [0] * 4
    assert sum(States(database).get("p").totals) == 400
