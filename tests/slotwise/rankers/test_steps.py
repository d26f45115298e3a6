"""Steps: taken one after the other, they leave what the rows of the tables leave."""

import numpy as np
from hypothesis import given, settings

from slotwise.rankers import kernel_numpy
from slotwise.rankers.compile import ALL_LEAVES, Tables, compile_tables
from slotwise.rankers.layout import Block, cut_block, rows_of
from slotwise.rankers.model_text import parse_model
from slotwise.rankers.steps import make_steps
from tests.slotwise.rankers.random_models import N_FEATURES, matrices, text_models


def left_by_rows(block: Block, tables: Tables, values: np.ndarray) -> np.ndarray:
    """Masks of the features of a block, from the tables."""
    masks = np.full((len(values), len(tables.leaves)), ALL_LEAVES, np.uint32)
    kernel_numpy.and_rows(tables.masks, rows_of(block, values, tables, kernel_numpy.find_rows), masks)
    return masks


def left_by_steps(block: Block, tables: Tables, values: np.ndarray) -> np.ndarray:
    """The same from the steps, and from rows only for the odd features."""
    steps = make_steps(block, tables)
    masks = np.full((len(values), len(tables.leaves)), ALL_LEAVES, np.uint32)
    rows = rows_of(block, values, tables, kernel_numpy.find_rows)
    kernel_numpy.and_rows(tables.masks, rows[steps.odd], masks)
    for group in range(2 * len(tables.leaves)):
        for step in range(*steps.start[group : group + 2]):
            seen = values[:, steps.columns[steps.column[step]]]
            taken = ~(seen <= steps.edge[step]) if group % 2 else seen > steps.edge[step]
            masks[taken, group // 2] &= steps.keep[step]
    return masks


@settings(max_examples=60, deadline=None)
@given(text=text_models(), matrix=matrices())
def test_steps_leave_what_rows_leave(text: str, matrix: np.ndarray) -> None:
    """Whatever the splits and the values, NaN and infinities included, for all columns and for a part of them."""
    tables = compile_tables(parse_model(text))
    for first, width in ((0, N_FEATURES), (2, 3)):
        block, values = cut_block(tables, first, width), matrix[:, first : first + width]
        assert np.array_equal(left_by_steps(block, tables, values), left_by_rows(block, tables, values))


def tables_of(bins: list[list[int]], edges: list[float]) -> Tables:
    """One feature that one tree looks at; the last of the rows is that of missing values."""
    return Tables(
        features=np.array([0], np.int32),
        edges=np.array(edges, np.float32),
        edge_start=np.array([0, len(edges)], np.int32),
        masks=np.array(bins, np.uint32),
        leaves=np.zeros((1, 32)),
    )


def test_a_step_for_every_edge() -> None:
    """What an edge rules out is its step; where a missing value keeps some of it and loses the rest, there are two."""
    tables = tables_of([[ALL_LEAVES], [ALL_LEAVES - 0b011], [ALL_LEAVES - 0b111], [ALL_LEAVES - 0b001]], [1.0, 2.0])
    steps = make_steps(cut_block(tables, 0, 1), tables)
    assert steps.start.tolist() == [0, 2, 3]
    assert sorted(zip(steps.edge[:2].tolist(), (~steps.keep[:2]).tolist(), strict=True)) == [(1.0, 0b010), (2.0, 0b100)]
    assert (steps.edge[2], ~steps.keep[2]) == (1.0, 0b001)
    assert len(steps.odd) == 0


def test_what_only_missing_values_lose() -> None:
    """A step that no number takes."""
    tables = tables_of([[ALL_LEAVES], [ALL_LEAVES], [ALL_LEAVES - 1]], [3.0])
    steps = make_steps(cut_block(tables, 0, 1), tables)
    assert (steps.start.tolist(), steps.edge.tolist(), (~steps.keep).tolist()) == ([0, 0, 1], [np.inf], [1])


def test_leaves_that_come_back_are_odd() -> None:
    """As those of categories do, and of values that are missing when they are zero."""
    tables = tables_of([[ALL_LEAVES], [ALL_LEAVES - 1], [ALL_LEAVES], [ALL_LEAVES]], [1.0, 2.0])
    steps = make_steps(cut_block(tables, 0, 1), tables)
    assert (steps.odd.tolist(), steps.columns.tolist(), steps.start.tolist()) == ([0], [], [0, 0, 0])
