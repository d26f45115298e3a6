"""Compiles boosted trees into tables of leaf masks, once, when a bundle is published.

QuickScorer (Lucchese et al., SIGIR 2015) in the form that suits small trees: every tree has at most 32 leaves, numbered
from left to right, so a set of leaves is one uint32. A split that sends a row to the right rules out the leaves on its
left. All splits on one feature together depend only on the bin its value falls into, so each bin holds, tree by tree,
the AND of the masks of its false splits. The lowest leaf that survives the AND over all features is the exit leaf.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankerModelError
from slotwise.rankers.model_text import Tree, TreeModel
from slotwise.rankers.splits import Split

MAX_LEAVES = 32
ALL_LEAVES = 0xFFFFFFFF


@dataclass(frozen=True)
class Tables:
    """The tables of a whole model; ``used`` counts the features that any split looks at.

    Bin b of feature i holds the values in (edge b-1, edge b]; one more bin above the last edge, one last row for NaN.
    """

    features: NDArray[np.int32]
    """(used,) column of each used feature, rising."""
    edges: NDArray[np.float32]
    """(n_edges,) the rising edges of all used features, one feature after the other."""
    edge_start: NDArray[np.int32]
    """(used + 1,) where the edges of each used feature start; its table rows start at edge_start[i] + 2 i."""
    masks: NDArray[np.uint32]
    """(n_edges + 2 used, n_trees) leaves that survive, a row for every bin and then NaN, feature after feature."""
    leaves: NDArray[np.float64]
    """(n_trees, 32) leaf values from left to right, padded with 0."""


@dataclass(frozen=True)
class _Node:
    split: Split
    tree: int
    survivors: np.uint32


def compile_tables(model: TreeModel) -> Tables:
    """The tables of ``model``; raises RankerModelError for trees of more than 32 leaves or with broken links."""
    leaves = np.zeros((len(model.trees), MAX_LEAVES), dtype=np.float64)
    nodes: list[_Node] = []
    for number, tree in enumerate(model.trees):
        if len(tree.leaf_values) > MAX_LEAVES:
            raise RankerModelError(
                f"tree {number} has too many leaves",
                expected=f"at most {MAX_LEAVES}",
                given=len(tree.leaf_values),
                hint="train with num_leaves <= 32",
            )
        order, below = _leaf_order(number, tree)
        leaves[number, : len(order)] = tree.leaf_values[order]
        nodes += [_Node(split, number, survivors) for split, survivors in zip(tree.splits, below, strict=True)]
    return _assemble(nodes, leaves)


def _leaf_order(number: int, tree: Tree) -> tuple[list[int], list[np.uint32]]:
    """The leaves from left to right, and for each split the leaves that survive when it sends a row to the right."""
    order: list[int] = []
    survivors: list[np.uint32 | None] = [None] * len(tree.splits)

    def walk(child: int) -> None:
        if child < 0:
            order.append(~child)
            return
        if child >= len(tree.splits) or survivors[child] is not None:
            raise RankerModelError(f"tree {number} of the model has broken links", given=child)
        survivors[child] = np.uint32(0)
        first = len(order)
        walk(tree.left[child])
        survivors[child] = np.uint32(ALL_LEAVES & ~((1 << len(order)) - (1 << first)))
        walk(tree.right[child])

    walk(0 if tree.splits else ~0)
    if sorted(order) != list(range(len(tree.leaf_values))):
        raise RankerModelError(f"tree {number} of the model has broken links", given=order)
    return order, [mask for mask in survivors if mask is not None]


def _assemble(nodes: Sequence[_Node], leaves: NDArray[np.float64]) -> Tables:
    used = sorted({node.split.feature for node in nodes})
    edges, masks = [], []
    for feature in used:
        own = [node for node in nodes if node.split.feature == feature]
        edges.append(np.unique(np.concatenate([node.split.edges() for node in own])))
        masks.append(_feature_masks(own, edges[-1], len(leaves)))
    return Tables(
        features=np.array(used, dtype=np.int32),
        edges=np.concatenate([np.empty(0, np.float32), *edges]),
        edge_start=np.cumsum([0, *(len(own) for own in edges)]).astype(np.int32),
        masks=np.concatenate([np.empty((0, len(leaves)), np.uint32), *masks]),
        leaves=leaves,
    )


def _feature_masks(nodes: Sequence[_Node], edges: NDArray[np.float32], n_trees: int) -> NDArray[np.uint32]:
    """uint32[len(edges) + 2, n_trees]: every bin answers as its upper edge does, the last two as +inf and NaN do."""
    probes = np.concatenate([edges, np.array([np.inf, np.nan], dtype=np.float32)])
    masks = np.full((len(probes), n_trees), ALL_LEAVES, dtype=np.uint32)
    for node in nodes:
        masks[node.split.goes_right(probes), node.tree] &= node.survivors
    return masks
