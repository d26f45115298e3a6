"""Migration 0006: states keep everything, and in SQLite their table has row ids above it and none below."""

from sqlalchemy import text

from service.stores.migrate import downgrade, upgrade
from tests.service.stores.migrations.conftest import fill


def test_states_are_copied_as_they_are(bare):
    """Up and down again, with rows in everything."""
    rows = text("SELECT person_id, state, revision, seq, merged_into, base, base_seq FROM person_states ORDER BY 1")
    with bare.write() as connection:
        upgrade(connection, "0005")
        fill(connection, "a")
        before = connection.execute(rows).fetchall()
        upgrade(connection, "0006")
        above, shape = connection.execute(rows).fetchall(), _made(connection)
        downgrade(connection, "0005")

        assert before
        assert above == connection.execute(rows).fetchall() == before
        assert ("WITHOUT ROWID" in shape, "WITHOUT ROWID" in _made(connection)) == (False, bare.sqlite)


def _made(connection):
    """The statement that made the table, where the database keeps it."""
    if connection.dialect.name != "sqlite":
        return ""
    return connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'person_states'")).scalar_one()
