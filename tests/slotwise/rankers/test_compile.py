"""Tables of leaf masks: sizes, order of the leaves, limits."""

import numpy as np
import pytest

from slotwise.errors import RankerModelError
from slotwise.rankers.compile import ALL_LEAVES, compile_tables
from slotwise.rankers.model_text import Tree, TreeModel
from slotwise.rankers.splits import Split


def test_masks_of_a_small_tree() -> None:
    """Leaves are numbered from left to right, and a split to the right rules out exactly those on its left."""
    splits = (Split(2, 0.5), Split(0, -1.0))
    tree = Tree(splits, left=(1, -1), right=(-2, -3), leaf_values=np.array([10.0, 20.0, 30.0]))
    tables = compile_tables(TreeModel(("a", "b", "c"), (tree,)))
    assert tables.features.tolist() == [0, 2]
    assert tables.edge_start.tolist() == [0, 1, 2]
    assert tables.leaves[0, :3].tolist() == [10.0, 30.0, 20.0]
    keeps_all, no_first, no_left = ALL_LEAVES, ALL_LEAVES ^ 0b001, ALL_LEAVES ^ 0b011
    assert tables.masks[:, 0].tolist() == [keeps_all, no_first, no_first, keeps_all, no_left, keeps_all]


def test_a_constant_tree_needs_no_feature() -> None:
    """A tree without splits takes part in the sum and in no table."""
    tables = compile_tables(TreeModel(("a",), (Tree((), (), (), np.array([0.5])),)))
    assert tables.masks.shape == (0, 1)
    assert tables.leaves[0, 0] == 0.5


def test_more_than_32_leaves_are_refused() -> None:
    """A 33rd leaf does not fit into the mask and is an error that says so."""
    chain = Tree(
        splits=tuple(Split(0, float(place)) for place in range(32)),
        left=tuple(~place for place in range(32)),
        right=(*range(1, 32), ~32),
        leaf_values=np.zeros(33),
    )
    with pytest.raises(RankerModelError) as refused:
        compile_tables(TreeModel(("a",), (chain,)))
    assert refused.value.given == 33
