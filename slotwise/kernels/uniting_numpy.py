"""Uniting the lists of several sources: who found what, at which rank, with which score; in numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


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


def scatter(
    products: NDArray[np.int32],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Put the values of lists that stand one after the other where their products stand, each list in its row.

    List q is codes[ends[q - 1] : ends[q]] with its values and goes to out[rows[q], m]; the products and the codes
    of a list are all different. What has no value keeps what stands there.
    """
    order = np.argsort(products)
    ascending = products[order]
    for row, own in zip(rows, np.split(np.arange(len(codes)), ends[:-1]), strict=False):
        place = np.minimum(np.searchsorted(ascending, codes[own]), max(len(products) - 1, 0))
        known = own[ascending[place] == codes[own]] if len(products) else own[:0]
        out[row, order[np.searchsorted(ascending, codes[known])]] = values[known]


def contents(
    products: NDArray[np.int32],
    start: NDArray[np.int64],
    by_product: NDArray[np.int32],
    shown: NDArray[np.bool_],
    found: NDArray[np.int32],
    owner: NDArray[np.int64],
) -> int:
    """Fill in the contents of the products that may be shown, and each one's place among them; return how many.

    The contents of product p are by_product[start[p] : start[p + 1]]; shown: bool by content, empty for all.
    """
    counts = start[products + 1] - start[products]
    places = np.repeat(np.arange(len(products)), counts)
    first = np.repeat(start[products] - (np.cumsum(counts) - counts), counts)
    every = by_product[first + np.arange(len(places))]
    kept = shown[every] if len(shown) else np.ones(len(every), np.bool_)
    count = int(np.count_nonzero(kept))
    found[:count], owner[:count] = every[kept], places[kept]
    return count
