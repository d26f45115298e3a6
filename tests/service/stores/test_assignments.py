"""Assignments: stored with their decision or not at all, read by time and by experiment."""

import pytest
from sqlalchemy import func, select

from service.stores.assignments import Assignments
from service.stores.decisions import Decisions, Logged
from service.stores.tables import ASSIGNMENTS
from slotwise.errors import StoreError
from tests.service.stores.enrolling import assignment


def count(database):
    """How many rows there are."""
    with database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ASSIGNMENTS)).scalar_one()


def test_rows_come_with_their_decision(database):
    """One row an experiment, in the columns of the vocabulary."""
    rows = (assignment(experiment="b"), assignment(experiment="a", variant="control"))
    Decisions(database).add([Logged("d", 5, "p", b"{}", assignments=rows)])
    found = Assignments(database).of_decision("d")

    assert [(row[5], row[7]) for row in found] == [("a", "control"), ("b", "challenger")]
    assert found[1] == (
        "d", 5, "p", "s", "p", "b", 1, "challenger", 0.5, "assigned", "challenger", "m", "2", "ranker", 2.5,
    )  # fmt: skip


def test_both_or_none(database):
    """When a row cannot be stored its decision is not, and neither is the rest of the batch."""
    broken = (assignment("d2", variant=None),)
    with pytest.raises(StoreError):
        Decisions(database).add([Logged("d1", 5, "p", b"{}"), Logged("d2", 5, "p", b"{}", assignments=broken)])

    assert (Decisions(database).record("d1"), count(database)) == (None, 0)


def test_a_batch_that_is_stored_again_is_stored_once(database):
    """What the writer did not hear of the first time does no harm the second time."""
    logged = [Logged("d", 5, "p", b"{}", assignments=(assignment(),))]
    for _ in range(2):
        Decisions(database).add(logged)

    assert count(database) == 1


def test_persons_who_are_gone_are_not_enrolled(database):
    """A decision that waited while its person was erased leaves no row either."""
    decisions = Decisions(database, lambda connection, ids: {"gone"} & set(ids))
    rows = [
        Logged(f"d{who}", 5, who, b"{}", assignments=(assignment(f"d{who}", person_id=who),)) for who in ("gone", "p")
    ]
    decisions.add(rows)

    assert [row[0] for batch in Assignments(database).between(0, 9) for row in batch] == ["dp"]


def test_rows_are_read_in_the_order_of_time(database):
    """In batches without gaps or repeats, of one experiment where that is wanted."""
    decisions = Decisions(database)
    for number in range(20):
        rows = tuple(assignment(f"d{number:02}", each, number // 4) for each in ("a", "b"))
        decisions.add([Logged(f"d{number:02}", number // 4, "p", b"{}", assignments=rows)])
    read = Assignments(database)
    found = [(row[0], row[5]) for batch in read.between(1, 4, batch=3) for row in batch]

    assert found == [(f"d{number:02}", each) for number in range(4, 16) for each in ("a", "b")]
    assert [row[0] for batch in read.between(1, 2, "b", batch=3) for row in batch] == ["d04", "d05", "d06", "d07"]
