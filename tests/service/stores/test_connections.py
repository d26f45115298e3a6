"""Connections: one a thread, lent for a transaction, closed when it may be broken."""

import threading

import pytest
from sqlalchemy import insert, text

from service.stores.database import Database
from service.stores.tables import STATES
from slotwise.errors import StoreError

ROW = {"person_id": "p", "state": b"1"}
COUNT = "SELECT count(*) FROM person_states"


@pytest.fixture
def file(tmp_path):
    """A SQLite database with its tables."""
    made = Database(f"sqlite:///{tmp_path / 'store.db'}")
    made.prepare()
    yield made
    made.close()


def test_a_thread_reads_and_writes_by_one_connection(file):
    """So its cache stays good; another thread has its own."""
    mine, found = file._own.standing(), []
    with file.write() as connection:
        assert connection is mine.connection
    thread = threading.Thread(target=lambda: found.append(file._own.standing()))
    thread.start()
    thread.join()

    assert file._own.standing() is mine
    assert found[0].driver is not mine.driver


def test_what_is_read_within_a_transaction_is_what_was_committed(file):
    """As with a server, where it goes by another connection; afterwards it is all there."""
    with file.write() as connection:
        connection.execute(insert(STATES), ROW)
        assert file.quick(COUNT, ()) == (0,)

    assert file.quick(COUNT, ()) == (1,)


def test_what_fails_leaves_nothing_behind(file):
    """Whether the statements went through the library or straight to the driver; the next transaction works."""

    def write(fail):
        with file.write() as connection:
            connection.execute(insert(STATES), ROW)
            file._own.standing()
            connection.connection.driver_connection.execute("DELETE FROM tombstones")
            if fail:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(fail=True)
    assert file.quick(COUNT, ()) == (0,)
    write(fail=False)

    assert file.quick(COUNT, ()) == (1,)


def test_after_an_error_of_the_database_a_new_connection_is_opened(file):
    """What is left of the old one cannot be told."""
    before = file._own.standing()
    with pytest.raises(StoreError), file.write() as connection:
        connection.execute(text("SELECT * FROM nothing"))

    assert file._own.standing().driver is not before.driver
    assert file.quick(COUNT, ()) == (0,)


def test_a_transaction_within_a_transaction_waits_for_the_lock(tmp_path, monkeypatch):
    """It goes by a connection of its own, and is told that the other one holds the lock."""
    monkeypatch.setattr("service.stores.database.WRITE_SECONDS", 0.1)
    file = Database(f"sqlite:///{tmp_path / 'store.db'}")
    file.prepare()
    with file.write() as connection:
        connection.execute(insert(STATES), ROW)
        with pytest.raises(StoreError), file.write():
            pass

    assert file.quick(COUNT, ()) == (1,)
