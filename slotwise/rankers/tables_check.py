"""Checks that compiled tables are whole before a kernel trusts their shapes, types and offsets."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankerModelError
from slotwise.rankers.compile import MAX_LEAVES, Tables


def check_tables(tables: Tables, n_features: int) -> None:
    """Raises RankerModelError unless every lookup a kernel can make stays inside the tables."""
    used, n_trees = tables.features.size, len(np.atleast_1d(tables.leaves))
    _check_array("features", tables.features, np.int32, (used,))
    _check_array("edge_start", tables.edge_start, np.int32, (used + 1,))
    _check_array("edges", tables.edges, np.float32, (tables.edges.size,))
    _check_array("masks", tables.masks, np.uint32, (tables.edges.size + 2 * used, n_trees))
    _check_array("leaves", tables.leaves, np.float64, (n_trees, MAX_LEAVES))
    _check_features(tables.features, n_features)
    _check_edges(tables)
    if n_trees == 0 or not np.isfinite(tables.leaves).all():
        raise RankerModelError("the compiled trees have no leaves or leaves that are not finite")


def _check_array(name: str, array: NDArray[Any], dtype: Any, shape: tuple[int, ...]) -> None:
    if array.shape != shape or array.dtype != dtype or not (array.flags.c_contiguous and array.flags.aligned):
        raise RankerModelError(
            f"array '{name}' of the compiled trees is damaged or cut short",
            expected=f"{np.dtype(dtype)} {shape}",
            given=f"{array.dtype} {array.shape}",
        )


def _check_features(features: NDArray[np.int32], n_features: int) -> None:
    if (np.diff(features) <= 0).any() or (features < 0).any() or (features >= n_features).any():
        raise RankerModelError("the compiled trees look at columns that do not exist", expected=f"below {n_features}")


def _check_edges(tables: Tables) -> None:
    start, edges = tables.edge_start, tables.edges
    if start[0] != 0 or start[-1] != len(edges) or (np.diff(start) < 0).any():
        raise RankerModelError("the edges of the compiled trees do not add up", expected=len(edges))
    rising = edges[1:] > edges[:-1]
    inside = np.ones(max(len(edges) - 1, 0), dtype=bool)
    inside[start[(start > 0) & (start < len(edges))] - 1] = False
    if np.isnan(edges).any() or not rising[inside].all():
        raise RankerModelError("the edges of the compiled trees are not rising")
