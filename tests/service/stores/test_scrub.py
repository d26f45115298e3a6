"""Scrub: after an erasure the files of the database do not hold what was deleted."""

import random
from pathlib import Path

import pytest

from service.stores.database import Database
from service.stores.erasures import TOUCHED, Erasures
from service.stores.scrub import scrub
from slotwise.errors import StoreError
from slotwise.events import Event
from tests.service.stores.linking import Persons

CANARY = "canary-77a1"


def sweep(folder: Path, needle: str) -> list[str]:
    """Files below a folder that hold a text."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file() and needle.encode() in path.read_bytes())


def fill(persons: Persons, chance: random.Random) -> None:
    """A life among others: many persons whose rows and states grow, move and overflow, in several transactions."""
    for batch in range(60):
        names = [CANARY if chance.random() < 0.3 else f"person-{chance.randrange(200)}" for _ in range(40)]
        persons.send(
            *(
                Event(f"{name}-{batch}-{place}", 1_000 + batch, name, "view", product_id=f"{name}-{batch}-{place}")
                for place, name in enumerate(names)
            )
        )


def test_no_file_of_sqlite_holds_the_erased(tmp_path):
    """The byte sweep: neither the database nor its write-ahead log, whatever moved about in them before."""
    persons = Persons(Database(f"sqlite:///{tmp_path / 'store.db'}"))
    persons.database.prepare()
    fill(persons, random.Random(7))
    assert len(sweep(tmp_path, CANARY)) >= 1
    erasures = Erasures(persons.database, persons.tombstones, persons.states)
    erasures.forget(erasures.begin(CANARY, 1, None))
    scrub(persons.database, TOUCHED)

    assert sweep(tmp_path, CANARY) == []
    assert sweep(tmp_path, "person-7") != []
    persons.database.close()


def test_without_overwriting_the_sweep_finds_what_is_left(tmp_path):
    """The mutant: a build that only deletes leaves the person in the file, and the sweep sees it."""
    persons = Persons(Database(f"sqlite:///{tmp_path / 'store.db'}"))
    persons.database.prepare()
    fill(persons, random.Random(7))
    erasures = Erasures(persons.database, persons.tombstones, persons.states)
    persons.database.quick("PRAGMA secure_delete=OFF", ())
    erasures.forget(erasures.begin(CANARY, 1, None))
    scrub(persons.database, TOUCHED)

    assert sweep(tmp_path, CANARY) != []
    persons.database.close()


def test_a_reader_delays_it_and_is_told(tmp_path, monkeypatch):
    """While somebody reads an old state of the file it cannot be done, and that is an error to be tried again."""
    monkeypatch.setattr("service.stores.scrub._WAIT", 0.2)
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    database.prepare()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM events").one()
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM pruned")
            connection.exec_driver_sql("INSERT INTO pruned VALUES ('x', 1)")
        with pytest.raises(StoreError):
            scrub(database, TOUCHED)
        reader.exec_driver_sql("ROLLBACK")
    scrub(database, TOUCHED)
    database.close()


def test_postgresql_rewrites_the_tables(postgres_url):
    """No page of any table holds the erased any more."""
    persons = Persons(Database(postgres_url))
    fill(persons, random.Random(7))
    erasures = Erasures(persons.database, persons.tombstones, persons.states)
    erasures.forget(erasures.begin(CANARY, 1, None))
    scrub(persons.database, TOUCHED)

    assert sweep_tables(persons.database, CANARY) == []
    assert sweep_tables(persons.database, "person-7") != []
    persons.database.close()


def sweep_tables(database: Database, needle: str) -> list[str]:
    """Tables whose files hold a text, read through the server's own pages."""
    found = []
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        for table in TOUCHED:
            pages = connection.exec_driver_sql(f"SELECT pg_relation_size('{table}') / 8192").scalar()
            for page in range(int(pages)):
                raw = connection.exec_driver_sql(f"SELECT get_raw_page('{table}', {page})").scalar()
                if needle.encode() in bytes(raw):
                    found.append(table)
    return found
