"""Migration 0002: what it adds, and takes away again."""

from service.stores.migrate import downgrade, upgrade
from tests.service.stores.migrations.conftest import fill, tables

ADDED = {"exposures", "rejected_events", "uncopied_states"}


def test_its_tables_come_and_go(bare):
    """They are there above it and not below, with rows in everything on the way."""
    with bare.write() as connection:
        upgrade(connection, "0002")
        assert {table.name for table in tables(connection)} >= ADDED
        fill(connection, "a")
        downgrade(connection, "0001")
        assert not {table.name for table in tables(connection)} & ADDED


def test_events_and_states_get_their_columns(bare):
    """With values that say nothing for the rows that were there, and without them below."""
    with bare.write() as connection:
        upgrade(connection, "0001")
        fill(connection, "a")
        upgrade(connection, "0002")
        added = "digest, skew_ms, attributed, repeated, identities"
        assert tuple(connection.exec_driver_sql(f"SELECT {added} FROM events").one()) == (None, 0, "", 0, None)
        assert tuple(connection.exec_driver_sql("SELECT revision, seq FROM person_states").one()) == (0, 0)
        downgrade(connection, "0001")
        assert "digest" not in next(table for table in tables(connection) if table.name == "events").columns
