"""Migrations: up and down, one by one, with rows in the tables, in each kind of database."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import service.stores.migrations as package
from service.stores.migrate import downgrade, upgrade
from service.stores.tables import METADATA
from slotwise.errors import StoreError
from tests.service.stores.migrations.conftest import counts, fill, tables

REVISIONS = sorted(path.name[:4] for path in (Path(package.__file__).parent / "versions").glob("0*.py"))


def differences(connection):
    """What the tables of a database have that the code does not know, or lack."""
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)


def test_all_migrations_make_what_the_code_reads(bare):
    """The tables of a migrated database are those of the code: columns, types and indexes."""
    with bare.write() as connection:
        upgrade(connection)
        assert differences(connection) == []
        assert {table.name for table in tables(connection)} == set(METADATA.tables)


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_rows_survive_a_step_up(bare, revision):
    """A row in every table before the step is there after it, in the tables that remain."""
    with bare.write() as connection:
        upgrade(connection, REVISIONS[REVISIONS.index(revision) - 1])
        fill(connection, "a")
        before = counts(connection)
        upgrade(connection, revision)
        after = counts(connection)

    assert all(after[name] >= before[name] for name in before.keys() & after.keys())
    assert {"events", "person_states", "decisions", "answers"} <= after.keys()


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_rows_survive_a_step_down_and_up_again(bare, revision):
    """Down and up again the shape is the same, and events, states and decisions are still there."""
    with bare.write() as connection:
        upgrade(connection, revision)
        fill(connection, "a")
        downgrade(connection, REVISIONS[REVISIONS.index(revision) - 1])
        below = counts(connection)
        fill(connection, "b")
        upgrade(connection)
        again = counts(connection)
        assert differences(connection) == []

    for name in ("events", "decisions", "answers"):
        assert (below[name], again[name]) == (1, 2)


def test_all_the_way_down_nothing_is_left(bare):
    """Every table goes with the first migration's undoing."""
    with bare.write() as connection:
        upgrade(connection)
        downgrade(connection, "base")
        assert tables(connection) == []


def test_a_migration_happens_as_a_whole_or_not_at_all(bare, monkeypatch):
    """A failure in the last step leaves the shape and the rows that were there."""
    with bare.write() as connection:
        upgrade(connection, REVISIONS[0])
        fill(connection, "a")

    def broken(*arguments, **options):
        raise OSError("disk full")

    def run():
        with bare.write() as connection:
            monkeypatch.setattr("service.stores.migrate._config", _after(connection, broken))
            upgrade(connection)

    with pytest.raises(StoreError):
        run()
    with bare.write() as connection:
        assert counts(connection)["events"] == 1
        assert "exposures" not in counts(connection)


def _after(connection, fail):
    """A configuration that migrates one step and then fails."""
    from service.stores import migrate

    config = migrate._config(connection)

    def once(given):
        migrate.command.upgrade(config, REVISIONS[1])
        fail()

    return once
