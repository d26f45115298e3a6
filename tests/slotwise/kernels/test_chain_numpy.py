"""The plain looks at the ring of transitions, on examples worked out by hand."""

import numpy as np

from slotwise.kernels import chain_numpy


def test_the_latest_rows_stand_last():
    """The ring begins at row 2; of three rows that hold the product there is room for two."""
    rows = np.zeros(2, np.int64)
    column = np.array([5, 1, 5, 5, 1], np.int32)

    assert chain_numpy.holding(column, 5, 2, 5, rows) == 2
    assert rows.tolist() == [3, 0]
    assert chain_numpy.holding(column, 1, 0, 3, rows) == 1
    assert rows.tolist()[1:] == [1]


def test_weights_by_age_and_likeness_add_up_by_target():
    """Two half-lives ago, and in a facet that differs; what is to come has no age."""
    time, rows, found = np.array([0, 10, 99]), np.array([0, 1, 2]), np.empty(3)
    chain_numpy.ages(time, rows, 20, 10.0, found)
    assert found.tolist() == [-2, -1, 0]

    facets, asked = np.array([[1, 2], [1, 3], [0, 3]], np.int32), np.array([1, -1], np.int32)
    chain_numpy.alike(facets, rows, asked, np.array([1, 0.5, 0.25]), np.ones(3), found)
    assert found.tolist() == [1, 1, 0.5]

    target, sums = np.array([1, 0, 1], np.int32), np.zeros(2)
    chain_numpy.add_up(target, facets, rows, found, 1, -1, sums)
    assert sums.tolist() == [1, 1.5]
    chain_numpy.add_up(target, facets, rows, found, 1, 3, sums)
    assert sums.tolist() == [2, 2]
