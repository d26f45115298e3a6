"""Gathering candidates: sums over sparse rows, the union of several lists; in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


def sum_rows(
    start: NDArray[np.int64],
    products: NDArray[np.int32],
    weights: NDArray[np.float32],
    chosen: NDArray[np.int32],
    factors: NDArray[np.float32],
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Add up rows of a sparse matrix, each times its factor; fill in the columns and their sums, return how many.

    Row r is products[start[r] : start[r + 1]] with its weights. Columns stand in the order in which they come up.
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


def union(
    together: NDArray[np.int32],
    counts: NDArray[np.int64],
    extra: NDArray[np.int32],
    constant: float,
    products: NDArray[np.int32],
    votes: NDArray[np.float64],
    ranks: NDArray[np.float32],
) -> int:
    """Unite lists that stand one after the other, counts[s] of each; return how many products there are, m.

    Fill in the products as they come up, extra ones last; votes, the sums of 1 / (constant + rank); and
    ranks[s * m : (s + 1) * m], the m ranks of list s, from 1, NaN where it does not hold a product.
    """
    source = np.repeat(np.arange(len(counts)), counts)
    rank = np.arange(1, len(together) + 1) - np.repeat(np.cumsum(counts) - counts, counts)
    every = np.concatenate([together, extra])
    found, first, numbers = np.unique(every, return_index=True, return_inverse=True)
    order = np.argsort(first)
    products[: len(found)] = found[order]
    place = np.empty(len(found), np.intp)
    place[order] = np.arange(len(found))
    places = place[numbers[: len(together)]]
    votes[: len(found)] = np.bincount(places, weights=1 / (constant + rank), minlength=len(found))
    table = ranks[: len(counts) * len(found)].reshape(len(counts), len(found))
    table[:] = np.nan
    table[source, places] = rank
    return len(found)
