"""Ragged rows keep what was put into them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.ragged import Ragged, from_groups, gather

ROWS = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=8)


def _of(rows: list[list[int]]) -> Ragged:
    return Ragged(np.array([v for row in rows for v in row], np.int32), np.cumsum([0, *map(len, rows)]))


@given(rows=ROWS, data=st.data())
def test_a_slice_holds_the_same_rows(rows: list[list[int]], data: st.DataObject) -> None:
    """Rows of a slice are those of the whole at the same place."""
    start = data.draw(st.integers(0, len(rows)))
    stop = data.draw(st.integers(start, len(rows)))
    assert [row.tolist() for row in _of(rows).slice(start, stop)] == rows[start:stop]


@given(rows=ROWS)
def test_groups_come_back_as_rows_in_their_order(rows: list[list[int]]) -> None:
    """Values tagged with their row are collected into that row, in the order given, empty rows included."""
    ragged = _of(rows)
    again = from_groups(ragged.rows, ragged.values, len(rows))
    assert [row.tolist() for row in again] == rows


@given(rows=ROWS)
def test_the_matrix_counts_values(rows: list[list[int]]) -> None:
    """Entry (i, j) is how often row i holds j."""
    counts = np.array([np.bincount(row, minlength=10) for row in rows])
    assert (_of(rows).matrix(10).toarray() == counts).all()


def test_pieces_are_gathered_even_when_they_overlap_or_are_empty() -> None:
    """Any starts and stops give exactly those pieces."""
    pieces = gather(np.arange(10), np.array([2, 2, 7]), np.array([5, 2, 8]))
    assert [row.tolist() for row in pieces] == [[2, 3, 4], [], [7]]
