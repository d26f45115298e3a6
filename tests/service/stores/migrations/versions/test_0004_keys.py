"""Migration 0004: what it adds, and takes away again."""

from service.stores.migrate import downgrade, upgrade
from tests.service.stores.migrations.conftest import fill, tables

ADDED = {"keys", "nonces"}


def test_its_tables_come_and_go(bare):
    """They are there above it and not below, with rows in everything on the way."""
    with bare.write() as connection:
        upgrade(connection, "0004")
        assert {table.name for table in tables(connection)} >= ADDED
        fill(connection, "a")
        downgrade(connection, "0003")
        assert not {table.name for table in tables(connection)} & ADDED
