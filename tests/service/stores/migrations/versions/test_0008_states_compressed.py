"""Migration 0008: PostgreSQL compresses states that are written above it, and all stay what they were."""

from sqlalchemy import text

from service.stores.migrate import downgrade, upgrade

STATE = b'["product_1","product_2"]' * 100


def test_what_is_written_above_it_is_compressed(bare):
    """In PostgreSQL; what was stored before and what is stored below it takes its own length."""
    with bare.write() as connection:
        upgrade(connection, "0007")
        _put(connection, "before")
        upgrade(connection, "0008")
        _put(connection, "above")
        downgrade(connection, "0007")
        _put(connection, "below")
        states = dict(connection.execute(text("SELECT person_id, state FROM person_states")).fetchall())

        assert {name: bytes(state) for name, state in states.items()} == dict.fromkeys(
            ("before", "above", "below"), STATE
        )
        if not bare.sqlite:
            sizes = dict(connection.execute(text("SELECT person_id, pg_column_size(state) FROM person_states")).all())
            assert sizes["before"] == sizes["below"] == len(STATE)
            assert sizes["above"] < len(STATE) / 2


def _put(connection, name):
    connection.execute(
        text("INSERT INTO person_states (person_id, state) VALUES (:name, :state)"), {"name": name, "state": STATE}
    )
