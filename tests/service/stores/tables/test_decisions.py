"""Decisions' tables: found by moment and by person."""

from service.stores.tables import ASSIGNMENTS, DECISIONS
from slotwise import log


def test_decisions_are_found_by_moment_and_by_person():
    """Exports read by the first, a person's own export and erasure by the second."""
    indexes = [list(index.columns.keys()) for index in DECISIONS.indexes]

    assert ["decided_at"] in indexes
    assert ["person_id", "decided_at"] in indexes


def test_assignments_are_the_vocabulary_s():
    """The table has the columns that the export writes, one row a decision and experiment."""
    assert {column.name for column in ASSIGNMENTS.columns} == set(log.ASSIGNMENT_COLUMNS)
    assert [column.name for column in ASSIGNMENTS.primary_key] == ["decision_id", "experiment"]
