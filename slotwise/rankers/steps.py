"""Steps: what tables of leaf masks say of a block's features, as comparisons that many candidates answer at once.

A bin's masks differ from those of the bin below it in a few trees only. Where the value of a feature passes an edge,
some leaves of a tree are ruled out, and higher values never give them back: so a tree's masks are the AND of one small
step for every edge that it looks at, and no row of a table has to be found. Missing values take part in the steps that
rule out leaves for them too. Features of which this is not so, such as categories, are odd ones: their rows are joined.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.rankers.compile import ALL_LEAVES, Tables
from slotwise.rankers.layout import Block


class Steps(NamedTuple):
    """The steps of a block's features, tree after tree; in each tree first those that a missing value does not take."""

    columns: NDArray[np.int64]
    """(c,) columns of the block that steps look at, in its order."""
    start: NDArray[np.int64]
    """(2 n_trees + 1,) where the steps of each tree begin, and those of them that missing values take."""
    column: NDArray[np.int64]
    """(s,) place in `columns` of the value that is compared."""
    edge: NDArray[np.float32]
    """(s,) the step is taken where the value is greater."""
    keep: NDArray[np.uint32]
    """(s,) leaves that survive it."""
    odd: NDArray[np.int64]
    """(o,) places among the block's used features of those whose rows are to be joined instead."""


def make_steps(block: Block, tables: Tables) -> Steps:
    """Return the steps of a block."""
    rows = [_rows(block, tables, used) for used in range(len(block.columns))]
    plain = np.array([_is_plain(bins) for _, bins, _ in rows], np.bool_)
    kept = [each for each, is_plain in zip(rows, plain.tolist(), strict=True) if is_plain]
    found = [_NOTHING, *(_steps(place, *each) for place, each in enumerate(kept))]
    group, column, edge, keep = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.argsort(group, kind="stable")
    start = np.searchsorted(group[order], np.arange(2 * len(tables.leaves) + 1))
    return Steps(block.columns[plain], start, column[order], edge[order], keep[order], (~plain).nonzero()[0])


_Rows = tuple[NDArray[np.float32], NDArray[np.uint32], NDArray[np.uint32]]
_Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32], NDArray[np.uint32]]
_NOTHING: _Found = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.uint32))


def _rows(block: Block, tables: Tables, used: int) -> _Rows:
    """Edges of a feature (n,), the masks of its bins (n + 1, n_trees), and those of a missing value (n_trees,)."""
    first, last = block.edge_start[used : used + 2]
    rows = tables.masks[block.row_start[used] :][: last - first + 2]
    return tables.edges[first:last], rows[:-1], rows[-1]


def _is_plain(bins: NDArray[np.uint32]) -> bool:
    return bool((bins[0] == ALL_LEAVES).all() and not (bins[1:] & ~bins[:-1]).any())


def _steps(place: int, edges: NDArray[np.float32], bins: NDArray[np.uint32], missing: NDArray[np.uint32]) -> _Found:
    """The steps of one feature: group (twice the tree, one more where missing values take it), place, edge, keep."""
    # Nothing is greater than infinity, but a missing value takes this step.
    edges = np.append(edges, np.float32(np.inf))
    lost = np.vstack([bins[:-1] & ~bins[1:], ~missing & bins[-1:]])
    both = np.stack([lost & missing, lost & ~missing])
    taken, edge, tree = both.nonzero()
    return 2 * tree + taken, np.full(len(tree), place, np.int64), edges[edge], ~both[taken, edge, tree]
