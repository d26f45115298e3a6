"""Gathering candidates: sums over sparse rows; in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


def entries(start: NDArray[np.int64], chosen: NDArray[np.int32]) -> int:
    """Return how many entries the chosen rows of a sparse matrix have together."""
    return int((start[chosen + 1] - start[chosen]).sum())


def sum_rows(
    start: NDArray[np.int64],
    products: NDArray[np.int32],
    weights: NDArray[np.float32],
    chosen: NDArray[np.int32],
    factors: NDArray[np.float32],
    size: int,
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Add up rows of a sparse matrix, each times its factor; fill in the columns and their sums, return how many.

    Row r is products[start[r] : start[r + 1]] with its weights; products lie below `size`. Columns stand in the order
    in which they come up.
    """
    parts = [slice(*start[row : row + 2].tolist()) for row in chosen]
    keys = np.concatenate([products[:0], *(products[part] for part in parts)])
    scaled = [weights[part] * factor for part, factor in zip(parts, factors, strict=True)]
    return add_up(keys, np.concatenate([weights[:0], *scaled]), different, sums)


def add_up(
    keys: NDArray[np.int32], weights: NDArray[np.float32], different: NDArray[np.int32], sums: NDArray[np.float32]
) -> int:
    """Add up the weights beside equal keys; fill in the keys as they come up and their sums, return how many."""
    found, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    different[: len(found)] = found[order]
    sums[: len(found)] = np.bincount(numbers, weights=weights, minlength=len(found))[order]
    return len(found)
