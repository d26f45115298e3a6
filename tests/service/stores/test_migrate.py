"""Migrate: a database made before there were migrations is taken over as it is."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from service.stores.database import Database
from service.stores.events import Events
from service.stores.migrate import upgrade
from service.stores.states import States


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request, tmp_path: Path):
    """A database of the first shape, without a record of migrations, with an event in it."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("bare_postgres_url")
    database = Database(url)
    with database.write() as connection:
        upgrade(connection, "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        columns = "event_id, person_id, type, occurred_at, received_at, context, properties"
        connection.execute(text(f"INSERT INTO events ({columns}) VALUES ('e', 'p', 'click', 5, 6, '{{}}', '{{}}')"))
    yield database
    database.close()


def test_a_database_from_before_is_taken_over(old):
    """Its events are the log's, and an event that was stored then is a duplicate now, whatever its digest."""
    from service.stores.events import NewEvent, Status

    old.prepare()
    events = Events(old, States(old))
    stored = events.since(0, 0, 10)
    verdicts = events.add([NewEvent(stored[0].event, 9, digest=b"d" * 16)])

    assert [(each.seq, each.event.event_id) for each in stored] == [(1, "e")]
    assert verdicts[0].status is Status.DUPLICATE


def test_preparing_again_is_nothing(old):
    """What has its newest shape stays as it is."""
    old.prepare()
    old.prepare()

    assert old.quick("SELECT count(*) FROM events", ()) == (1,)


def test_several_processes_may_prepare_at_once(old):
    """The first one migrates, the others wait for it and find everything done."""
    script = "import sys; from service.stores.database import Database; Database(sys.argv[1]).prepare()"
    url = old.url.render_as_string(hide_password=False)
    processes = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(3)]

    assert [process.wait() for process in processes] == [0, 0, 0]
    assert old.quick("SELECT count(*) FROM events", ()) == (1,)
