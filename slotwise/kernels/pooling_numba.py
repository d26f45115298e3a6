"""Pooling what all sources list: keys, their union with votes and ranks, the products' contents; numba's machine code.

The plain form of these kernels is `slotwise.uniting` and `slotwise.gather`. A key is as in the kernel of shortlists:
the list's number, the score turned round (or the rank, where a source ranks by itself), the code. Codes are checked
here, because a source may be anybody's.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.keys import put_keys
from slotwise.kernels.machine_code import compiled, filled, given
from slotwise.kernels.ordering import order_by_votes

_CODES, _SCORES, _MASK, _KEYS = given(types.int32), given(types.float32), given(types.boolean), given(types.uint64)
_INT, _PLACES = types.int64, given(types.int64)
_GREATEST = np.finfo(np.float32).max


@compiled(_CODES, _SCORES, _MASK, types.float32, _INT, _INT, _INT, filled(types.uint64), _INT, returns=_INT)
def put_scored(
    codes: NDArray[np.int32],
    scores: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    above: float,
    number: int,
    bits: int,
    size: int,
    keys: NDArray[np.uint64],
    at: int,
) -> int:
    """Put a key from `at` on for each code whose score is finite, above a bound, and allowed; return where they end.

    allowed: bool by code, empty for all. -1 where a code does not lie below `size`.
    """
    return put_keys(codes, scores, allowed, above, number, bits, size, keys, at)  # type: ignore[no-any-return]


@compiled(_CODES, _INT, _INT, _INT, filled(types.uint64), _INT, returns=_INT)
def put_ranked(codes: NDArray[np.int32], number: int, bits: int, size: int, keys: NDArray[np.uint64], at: int) -> int:
    """Put a key from `at` on for each code of a list, best first; return where they end, -1 where a code is none."""
    head, shift = np.uint64(number) << np.uint64(32 + bits), np.uint64(bits)
    for i in range(len(codes)):
        if not 0 <= codes[i] < size:
            return -1
        keys[at] = head | (np.uint64(i) << shift) | np.uint64(codes[i])
        at += 1
    return at


@compiled(
    _KEYS, _INT, _INT, _INT, _CODES, types.float64, given(types.int64, 2), _CODES, _SCORES, filled(types.int32),
    filled(types.int32), filled(types.int32, 2), filled(types.float64), filled(types.float32), filled(types.float32),
    returns=_INT,
)  # fmt: skip
def unite(
    keys: NDArray[np.uint64],
    bits: int,
    k: int,
    rows: int,
    extra: NDArray[np.int32],
    constant: float,
    spans: NDArray[np.int64],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    place: NDArray[np.int32],
    found: NDArray[np.int32],
    unordered: NDArray[np.int32],
    votes: NDArray[np.float64],
    ranks: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> int:
    """Unite the first k of each list and the extra products; return how many there are, m.

    keys: in order. found[:m]: the products by falling votes, sums of 1 / (constant + rank), then by code.
    ranks[r * m : (r + 1) * m] from 1, NaN where row r does not list a product. scores alike: row r has the values
    beside the codes from spans[r, 0] to spans[r, 1], 0 elsewhere. place: int32 by code, -1 before and after.
    """
    mask, shift = (np.uint64(1) << np.uint64(bits)) - np.uint64(1), np.uint64(32 + bits)
    products, order = unordered
    count, row, rank = 0, np.int64(-1), 0
    for key in keys:
        own, code = np.int64(key >> shift), np.int64(key & mask)
        if own != row:
            row, rank = own, 0
        if rank < k:
            rank += 1
            if place[code] < 0:
                place[code], products[count], votes[count] = count, code, 0.0
                count += 1
            votes[place[code]] += 1 / (constant + rank)
    for code in extra:
        if place[code] < 0:
            place[code], products[count], votes[count] = count, code, 0.0
            count += 1
    order_by_votes(votes[:count], products, order)
    for i in range(count):
        found[i] = products[order[i]]
        place[found[i]] = i
    ranks[: rows * count] = np.nan
    scores[: rows * count] = 0.0
    row = np.int64(-1)
    for key in keys:
        own = np.int64(key >> shift)
        if own != row:
            row, rank = own, 0
        if rank < k:
            rank += 1
            ranks[row * count + place[np.int64(key & mask)]] = rank
    for own_row in range(rows):
        for entry in range(spans[own_row, 0], spans[own_row, 1]):
            if place[codes[entry]] >= 0:
                scores[own_row * count + place[codes[entry]]] = values[entry]
    for i in range(count):
        place[found[i]] = -1
    return count


@compiled(_CODES, _PLACES, _CODES, _MASK, filled(types.int32, 2), returns=_INT)
def contents(
    products: NDArray[np.int32],
    start: NDArray[np.int64],
    by_product: NDArray[np.int32],
    shown: NDArray[np.bool_],
    found: NDArray[np.int32],
) -> int:
    """Fill in the contents of the products that may be shown, and each one's place among them; return how many.

    The contents of product p are by_product[start[p] : start[p + 1]], or p itself where `start` is empty. shown: bool
    by content, empty for all.
    """
    count = 0
    for place in range(len(products)):
        product = products[place]
        begin, end = (start[product], start[product + 1]) if len(start) else (np.int64(0), np.int64(1))
        for entry in range(begin, end):
            content = by_product[entry] if len(start) else product
            if not len(shown) or shown[content]:
                found[0, count], found[1, count] = content, place
                count += 1
    return count


@compiled(
    _CODES, given(types.int32, 2), _SCORES, _SCORES, filled(types.int32, 2), filled(types.float32, 3)
)  # fmt: skip
def fill(
    products: NDArray[np.int32],
    found: NDArray[np.int32],
    scores: NDArray[np.float32],
    ranks: NDArray[np.float32],
    codes: NDArray[np.int32],
    tables: NDArray[np.float32],
) -> None:
    """Copy n candidates of m products: codes[:, n] are products and contents, tables[:, rows, n] scores and ranks.

    found[:, :n]: content and place of its product; scores, ranks: row after row of m. What is not finite becomes a
    number.
    """
    m, n = len(products), codes.shape[1]
    for i in range(n):
        codes[0, i] = products[found[1, i]]
        codes[1, i] = found[0, i]
    for row in range(tables.shape[1]):
        for i in range(n):
            place = row * m + found[1, i]
            tables[1, row, i] = ranks[place]
            score = scores[place]
            if not -np.inf < score < np.inf:
                score = np.float32(0) if score != score else _GREATEST if score > 0 else -_GREATEST
            tables[0, row, i] = score
