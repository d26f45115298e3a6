"""Rows of the log as columns."""

import numpy as np

from training.simulate.ledger import COLUMNS, NONE, Ledger


def test_empty_tables_have_their_columns():
    """A log without rows still has all columns with their types."""
    ledger = Ledger()
    for name, columns in COLUMNS.items():
        assert {column: values.dtype for column, values in ledger.table(name).items()} == columns


def test_rows_come_back_in_order():
    """Rows are numbered in the order in which they were added; scalars fill a column."""
    ledger = Ledger()
    first = [ledger.add("placements", page=np.array(pages), touchpoint=1, slot=1, content=2, propensity=0.5)
             for pages in ([4, 5], [6])]  # fmt: skip

    assert first == [0, 2]
    assert ledger.table("placements")["page"].tolist() == [4, 5, 6]
    assert ledger.table("placements")["content"].tolist() == [2, 2, 2]


def test_what_an_event_lacks_is_none():
    """An event that came without a touchpoint says so in every column."""
    ledger = Ledger()
    ledger.event(1, at_ms=np.array([10]), who=0, product=3)
    row = {name: column[0] for name, column in ledger.table("events").items()}

    assert (row["touchpoint"], row["content"], row["slot"], row["page"]) == (NONE,) * 4
    assert np.isnan(row["value"])
