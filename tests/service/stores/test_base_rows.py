"""Base rows: one an id, the latest."""

import pytest

from service.stores import base_rows
from service.stores.base_rows import BaseRow
from slotwise.errors import StateError
from slotwise.person_packing import pack
from tests.worlds import make_state


def read(database, *names):
    """The bases of some ids."""
    return base_rows.by_id(database.rows(base_rows.wanted(names), {}))


def test_the_latest_base_counts(database):
    """Each id has its own, and of those that have none nothing is told."""
    first, second, other = make_state("a", ["x"], 10), make_state("a", ["y"], 20), make_state("b", ["z"], 30)
    with database.write() as connection:
        base_rows.put(connection, [])
        base_rows.put(connection, [BaseRow("a", 1, pack(first)), BaseRow("b", 2, pack(other))])
    with database.write() as connection:
        base_rows.put(connection, [BaseRow("a", 5, pack(second))])

    assert read(database, "a", "b", "c") == {"a": (second, 5), "b": (other, 2)}
    assert read(database, "c") == read(database) == {}


def test_a_damaged_base_is_named_as_such(database):
    """Nothing is folded on top of what cannot be read."""
    with database.write() as connection:
        base_rows.put(connection, [BaseRow("a", 1, b"nonsense")])
    with pytest.raises(StateError):
        read(database, "a")
