"""Decisions' tables: found by moment and by person."""

from service.stores.tables import DECISIONS


def test_decisions_are_found_by_moment_and_by_person():
    """Exports read by the first, a person's own export and erasure by the second."""
    indexes = [list(index.columns.keys()) for index in DECISIONS.indexes]

    assert ["decided_at"] in indexes
    assert ["person_id", "decided_at"] in indexes
