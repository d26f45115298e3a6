"""Migration 0010: bases move into a table of their own, and back."""

from sqlalchemy import column, insert, select, table, text

from service.stores.migrate import downgrade, upgrade
from tests.service.stores.migrations.conftest import fill, tables

NAMES = ("person_id", "revision", "seq", "merged_into", "base_seq", "state", "base")
STATES = table("person_states", *map(column, NAMES))
ROWS = [
    ("imported", 3, 9, None, 7, b"state", b"base"),
    ("merged", 1, 0, "imported", 5, b"", b"its own"),
    ("seen", 2, 8, None, 0, b"another", None),
]


def test_bases_move_and_come_back(bare):
    """Of whom there is one, also where the person was merged; the states are as they were."""
    with bare.write() as connection:
        upgrade(connection, "0009")
        connection.execute(insert(STATES), [dict(zip(NAMES, row, strict=True)) for row in ROWS])
        upgrade(connection, "0010")
        bases = connection.execute(text("SELECT person_id, seq, state FROM person_bases ORDER BY 1")).all()
        states = connection.execute(text("SELECT * FROM person_states ORDER BY person_id")).mappings().all()
        downgrade(connection, "0009")
        below = connection.execute(select(STATES).order_by(STATES.c.person_id)).all()

    assert [tuple(map(_plain, each)) for each in bases] == [("imported", 7, b"base"), ("merged", 5, b"its own")]
    assert {*states[0]} == {"person_id", "revision", "seq", "merged_into", "state"}
    assert [bytes(each["state"]) for each in states] == [b"state", b"", b"another"]
    assert [tuple(map(_plain, each)) for each in below] == ROWS


def test_its_table_comes_and_goes(bare):
    """It is there above the step and not below, with rows in everything."""
    with bare.write() as connection:
        upgrade(connection, "0010")
        fill(connection, "a")
        downgrade(connection, "0009")
        assert "person_bases" not in {each.name for each in tables(connection)}


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
