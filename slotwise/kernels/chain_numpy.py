"""Looks at the ring of transitions: in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


def holding(column: NDArray[np.int32], product: int, first: int, count: int, rows: NDArray[np.int64]) -> int:
    """Fill in, last of all the newest, the rows that hold a product; return how many, at most as many as there is room.

    The oldest of `count` rows is `first`, and after the last row of the ring comes its first.
    """
    held = np.flatnonzero(column == product)
    held = held[(held - first) % len(column) < count]
    found = np.r_[held[held >= first], held[held < first]][-len(rows) :]
    rows[len(rows) - len(found) :] = found
    return len(found)


def ages(time: NDArray[np.int64], rows: NDArray[np.int64], now: int, halflife: float, out: NDArray[np.float64]) -> None:
    """Fill out[i] with the age of row i in half-lives, below 0, and 0 for what is to come."""
    np.divide(np.minimum(time[rows] - now, 0), halflife, out=out)


def alike(
    facets: NDArray[np.int32],
    rows: NDArray[np.int64],
    asked: NDArray[np.int32],
    powers: NDArray[np.float64],
    weights: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Fill out[i] with the weight of row i times powers[known facets asked about in which it differs]."""
    known = asked >= 0
    differ = (facets[rows][:, known] != asked[known]).sum(axis=1)
    np.multiply(weights, powers[differ], out=out)


def add_up(
    target: NDArray[np.int32],
    facets: NDArray[np.int32],
    rows: NDArray[np.int64],
    weights: NDArray[np.float64],
    column: int,
    value: int,
    sums: NDArray[np.float64],
) -> None:
    """Add the weights of the rows to the sums of their targets; only of those with a value, -1 any, in a facet."""
    if value >= 0:
        chosen = facets[rows, column] == value
        rows, weights = rows[chosen], weights[chosen]
    sums += np.bincount(target[rows], weights, len(sums))
