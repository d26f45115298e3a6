"""Adding up what speaks for products, straight into the sheet of a request: entries and keys; numba's machine code.

The plain form is `slotwise.retrieval.top.Sparse` with its list. Sums stand in a table by code, float64, which is 0
before and after; a product's entry is its sum as a float32, and its key is there where that is finite, above 0 and
allowed.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _WEIGHTS, _MASK = given(types.int32), given(types.float32), given(types.boolean)
_INT = types.int64
_TWO = types.UniTuple(types.int64, 2)  # type: ignore[no-untyped-call]
_SHEET = (
    _INT, _INT, filled(types.float64), filled(types.int64, 2), filled(types.int32), filled(types.float32),
    filled(types.uint64), _INT, _INT,
)  # fmt: skip
_REST = np.uint32(0x7FFFFFFF)


@part
def _settle(sums, end, allowed, row, bits, spans, codes, values, keys, entries, at):  # type: ignore[no-untyped-def]
    """Make entries and keys of the sums of codes[entries:end], and set the sums back to 0."""
    head, shift, count = np.uint64(row) << np.uint64(32 + bits), np.uint64(bits), entries
    for entry in range(entries, end):
        product = codes[entry]
        # A sum that came back to 0 on the way stands here twice, and one that is 0 in the end needs no entry.
        if sums[product] != 0:
            codes[count], values[count] = product, np.float32(sums[product])
            sums[product] = 0.0
            count += 1
    raw = values.view(np.uint32)
    for entry in range(entries, count):
        product = codes[entry]
        if 0 < values[entry] < np.inf and (not len(allowed) or allowed[product]):
            keys[at] = head | np.uint64(~raw[entry] & _REST) << shift | np.uint64(product)
            at += 1
    spans[row, 0], spans[row, 1] = entries, count
    return count, at


@compiled(_CODES, _WEIGHTS, _MASK, *_SHEET, returns=_TWO)
def add_terms(
    products: NDArray[np.int32],
    weights: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    row: int,
    bits: int,
    sums: NDArray[np.float64],
    spans: NDArray[np.int64],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    keys: NDArray[np.uint64],
    entries: int,
    at: int,
) -> tuple[int, int]:
    """Add up the weights beside equal products as entries of a row; return where entries and keys end.

    Where the room for them is short, -1 and how much is needed; where a product is none, -1 and 0.
    """
    most, end = len(products), entries
    if len(codes) < entries + most or len(keys) < at + most:
        return -1, most
    for product in products:
        if not 0 <= product < len(sums):
            return -1, 0
    for j in range(most):
        product = products[j]
        if sums[product] == 0:
            codes[end] = product
            end += 1
        sums[product] += weights[j]
    return _settle(  # type: ignore[no-any-return]
        sums, end, allowed, row, bits, spans, codes, values, keys, entries, at
    )


@compiled(given(types.int64), _CODES, _WEIGHTS, _CODES, _WEIGHTS, _MASK, *_SHEET, returns=_TWO)
def add_rows(
    start: NDArray[np.int64],
    products: NDArray[np.int32],
    weights: NDArray[np.float32],
    chosen: NDArray[np.int32],
    factors: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    row: int,
    bits: int,
    sums: NDArray[np.float64],
    spans: NDArray[np.int64],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    keys: NDArray[np.uint64],
    entries: int,
    at: int,
) -> tuple[int, int]:
    """Add up the chosen rows of a sparse matrix, each times its factor; returns what `add_terms` does."""
    most, end = 0, entries
    for row_ in chosen:
        if not 0 <= row_ < len(start) - 1:
            return -1, 0
        most += start[row_ + 1] - start[row_]
    if len(codes) < entries + most or len(keys) < at + most:
        return -1, most
    for j in range(len(chosen)):
        factor = factors[j]
        for place in range(start[chosen[j]], start[chosen[j] + 1]):
            product = products[place]
            if sums[product] == 0:
                codes[end] = product
                end += 1
            sums[product] += weights[place] * factor
    return _settle(  # type: ignore[no-any-return]
        sums, end, allowed, row, bits, spans, codes, values, keys, entries, at
    )


@compiled(given(types.float32, 2), _CODES, _WEIGHTS, _MASK, *_SHEET, returns=_TWO)
def add_full(
    matrix: NDArray[np.float32],
    chosen: NDArray[np.int32],
    factors: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    row: int,
    bits: int,
    sums: NDArray[np.float64],
    spans: NDArray[np.int64],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    keys: NDArray[np.uint64],
    entries: int,
    at: int,
) -> tuple[int, int]:
    """Add up the chosen rows of a matrix with its zeros, each times its factor; returns what `add_terms` does."""
    most = matrix.shape[1]
    if len(codes) < entries + most or len(keys) < at + most:
        return -1, most
    for one in chosen:
        if not 0 <= one < len(matrix):
            return -1, 0
    for j in range(len(chosen)):
        own, factor = matrix[chosen[j]], factors[j]
        for product in range(most):
            sums[product] += own[product] * factor
    for product in range(most):
        codes[entries + product] = product
    return _settle(  # type: ignore[no-any-return]
        sums, entries + most, allowed, row, bits, spans, codes, values, keys, entries, at
    )
