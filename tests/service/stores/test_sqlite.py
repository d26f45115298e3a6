"""SQLite in trouble: full, locked or without a folder; nothing is half-written and nothing acknowledged."""

import multiprocessing
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from service.stores.database import Database
from service.stores.events import Events, NewEvent, Status
from service.stores.states import States
from slotwise import person
from slotwise.errors import StoreError
from slotwise.events import Event

SYNCER = """
import sys
from service.stores.database import Database
from service.stores.events import Events, NewEvent
from service.stores.states import States
from slotwise.events import Event
database = Database(sys.argv[1], sys.argv[2])
database.prepare()
events = Events(database, States(database))
for number in range(20):
    events.add([NewEvent(Event(str(number), 1_000, "p", "click", "x"), 2_000)])
    print("acknowledged", flush=True)
"""


@pytest.fixture
def url(tmp_path):
    """The URL of a database in a file."""
    return f"sqlite:///{tmp_path / 'store.db'}"


def new(event_id):
    """A large event."""
    return NewEvent(Event(event_id, 1_000, "p", "click", "x"), 2_000, {"text": "a" * 4_000})


def consistent(database):
    """Hold the states against the log; return how many events there are."""
    stored = [each.event for each in Events(database, States(database)).since(0, 0, 100_000)]
    assert States(database).get("p") == person.fold(person.empty("p"), stored)
    return len(stored)


def fill(database):
    """Add events until the store is full; return how many were acknowledged."""
    events, count = Events(database, States(database)), 0
    for _ in range(1_000):
        try:
            verdicts = events.add([new(f"{count}-{place}") for place in range(5)])
        except StoreError:
            return count
        count += sum(each.status is Status.ACCEPTED for each in verdicts)
    raise AssertionError("there is no limit")


def test_a_full_database_refuses_and_goes_on_later(url):
    """What was acknowledged is there, nothing else is, and with room again it works without a restart."""
    database = Database(url)
    database.prepare()
    pages = database.quick("PRAGMA page_count", ())[0]
    with database.write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 60}")
    count = fill(database)

    assert count == consistent(database) > 0
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert len(Events(database, States(database)).add([new("later")])) == 1
    assert consistent(database) == count + 1
    database.close()


def _limited(url, found):
    """In a process of its own: no file may grow beyond a size."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    found.put(fill(Database(url)))


def test_a_full_disk_refuses(url):
    """When a file cannot grow any more, what was acknowledged is there and nothing else is."""
    database = Database(url)
    database.prepare()
    database.close()
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    process = context.Process(target=_limited, args=(url, found))
    process.start()
    count = found.get(timeout=60)
    process.join()

    assert count == consistent(Database(url)) > 0


def test_a_locked_database_refuses_in_time(url, monkeypatch):
    """A writer waits for another one only so long; readers do not wait at all."""
    monkeypatch.setattr("service.stores.database.WRITE_SECONDS", 0.2)
    database = Database(url)
    database.prepare()
    events = Events(database, States(database))
    events.add([new("a")])
    other = sqlite3.connect(database.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError):
        events.add([new("b")])
    assert consistent(database) == 1
    other.execute("ROLLBACK")

    assert events.add([new("b")])[0].status is Status.ACCEPTED
    other.close()
    database.close()


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    """Where a file stands in its place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Database(f"sqlite:///{tmp_path / 'file' / 'store.db'}").prepare()


def test_who_answers_leaves_the_checkpoint_to_other_threads(url, monkeypatch):
    """What it writes stays in the write-ahead log until another thread writes, or until there is far too much of it."""
    monkeypatch.setattr("service.stores.sqlite._CHECKPOINT_PAGES", 20)
    monkeypatch.setattr("service.stores.sqlite._SPARED_PAGES", 200)
    database = Database(url)
    database.prepare()
    database.answering()
    events, file = Events(database, States(database)), Path(database.url.database)

    def moved(write) -> bool:
        before = file.stat().st_mtime_ns
        write()
        return file.stat().st_mtime_ns != before

    def another():
        thread = threading.Thread(target=lambda: events.add([new("beside")]))
        thread.start()
        thread.join()

    assert not moved(lambda: events.add([new(f"a{number}") for number in range(40)]))
    assert moved(another)
    assert moved(lambda: events.add([new(f"b{number}") for number in range(300)]))
    assert consistent(database) == 341
    database.close()


@pytest.mark.slow
@pytest.mark.parametrize(("durability", "every"), [("power", True), ("process", False)])
def test_an_acknowledged_batch_is_on_the_disk(url, tmp_path: Path, durability, every):
    """With `power` a sync follows every batch before it is acknowledged; with `process` it does not."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: apt-get install strace")
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fdatasync,fsync,write", "-o", str(trace)]
    subprocess.run([*command, sys.executable, "-c", SYNCER, url, durability], check=True, capture_output=True)
    synced, said = 0, []
    for line in trace.read_text().splitlines():
        if "sync(" in line and "unfinished" not in line:
            synced += 1
        elif "acknowledged" in line:
            said.append(synced)
            synced = 0

    assert len(said) == 20
    assert all(count > 0 for count in said[1:]) is every
