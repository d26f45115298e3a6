"""The compiled kernel: numba's machine code over the tables, one thread, exact order of additions.

Importing this module compiles it (about two seconds, kept in numba's cache) or loads it from that cache (some 0.1 s).
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

_LINE = 16
"""Masks in a line of the processor's caches, 64 bytes almost everywhere."""
_PLACES = given(types.int64)
_ROWS = given(types.int64, 2)
_MASKS = given(types.uint32, 2)


@intrinsic
def _cttz(typing_context: Any, mask: Any) -> Any:
    """Place of the lowest set bit of a uint32, 32 when there is none (one instruction)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint32(types.uint32), generate


@intrinsic
def _fetch(typing_context: Any, array: Any, entry: Any) -> Any:
    """Tell the processor that an entry of an array, counted through all rows, is going to be read."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        first = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        address = builder.bitcast(builder.gep(first, [arguments[1]]), byte)
        # To be read (0), kept in all caches (3), data (1).
        builder.call(prefetch, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, entry), generate


_lowest_bit: Callable[[np.uint32], np.uint32] = cast(Any, _cttz)  # to the type checker, what it is to compiled code
_fetch_entry: Callable[..., None] = cast(Any, _fetch)


@compiled(given(types.float32, 2), _PLACES, _PLACES, _PLACES, given(types.float32), filled(types.int64, 2))
def find_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> None:
    """Fills rows[used, n] with the table row of each value: all values[used, n] search a feature's edges in step.

    In step there is nothing to branch on, and the compiler searches for many values at once. Measured on values never
    seen before, one value after the other takes six times as long: the processor guesses half of the steps wrongly.
    """
    below = np.empty(values.shape[1], dtype=np.int32)
    for used in range(len(columns)):
        own = edges[edge_start[used] : edge_start[used + 1]]
        value = values[columns[used]]
        below[:] = 0
        length = len(own)
        while length > 0:
            half = (length + 1) >> 1
            for i in range(len(value)):
                below[i] += np.int32(half) * np.int32(own[np.uint32(below[i] + half - 1)] < value[i])
            length -= half
        nothing = np.int32(len(own) + 1)
        for i in range(len(value)):
            bin_ = nothing if value[i] != value[i] else below[i]
            rows[used, i] = row_start[used] + bin_


@compiled(_MASKS, _ROWS, filled(types.uint32, 2))
def and_rows(table: NDArray[np.uint32], rows: NDArray[np.int64], masks: NDArray[np.uint32]) -> None:
    """masks[i] &= table[rows[0, i]] & table[rows[1, i]] & ... for every i."""
    for i in range(len(masks)):
        own = masks[i]
        for used in range(len(rows)):
            row = table[rows[used, i]]
            for tree in range(len(own)):
                own[tree] &= row[tree]


@part
def _leaf(mask):  # type: ignore[no-untyped-def]
    # A sound table always leaves a leaf; "& 31" keeps a damaged one from reading outside the leaves.
    return int(_lowest_bit(mask) & np.uint32(31))


@part
def _shared_rows(table, rows, shared):  # type: ignore[no-untyped-def]
    """Join the rows that are the same for all candidates to every mask of `shared`; return where rows differ."""
    differs, count = np.empty(len(rows), dtype=np.int64), 0
    for used in range(len(rows)):
        own = rows[used]
        if len(own) == 0 or (own == own[0]).all():
            for each in range(len(shared) if len(own) else 0):
                for tree in range(shared.shape[1]):
                    shared[each, tree] &= table[own[0], tree]
        else:
            differs[count] = used
            count += 1
    return differs[:count]


@part
def _join(table, rows, differs, i, shared, product, own):  # type: ignore[no-untyped-def]
    """own = shared & product & the rows of candidate i: four rows in one pass, a quarter of the traffic to `own`."""
    for tree in range(len(own)):
        own[tree] = shared[tree] & product[tree]
    step = 0
    while step + 4 <= len(differs):
        first, second = table[rows[differs[step], i]], table[rows[differs[step + 1], i]]
        third, fourth = table[rows[differs[step + 2], i]], table[rows[differs[step + 3], i]]
        for tree in range(len(own)):
            own[tree] &= first[tree] & second[tree] & third[tree] & fourth[tree]
        step += 4
    while step < len(differs):
        row = table[rows[differs[step], i]]
        for tree in range(len(own)):
            own[tree] &= row[tree]
        step += 1


@part
def _fetch_row(masks, row):  # type: ignore[no-untyped-def]
    for entry in range(row * masks.shape[1], (row + 1) * masks.shape[1], _LINE):
        _fetch_entry(masks, entry)


@part
def _fetch_rows(table, rows, differs, products, product_rows, first, last):  # type: ignore[no-untyped-def]
    """Have the rows of some candidates on their way while those before them are worked on: tables exceed the caches."""
    for i in range(first, min(last, len(product_rows))):
        _fetch_row(products, product_rows[i])
        for used in range(len(differs)):
            _fetch_row(table, rows[differs[used], i])


@part
def _sum_four(masks, leaves, sums):  # type: ignore[no-untyped-def]
    """Four candidates add up their leaves side by side, because one addition has to wait for the one before it."""
    first, second, third, fourth = 0.0, 0.0, 0.0, 0.0
    for tree in range(masks.shape[1]):
        own = leaves[tree]
        first += own[_leaf(masks[0, tree])]
        second += own[_leaf(masks[1, tree])]
        third += own[_leaf(masks[2, tree])]
        fourth += own[_leaf(masks[3, tree])]
    sums[0], sums[1], sums[2], sums[3] = first, second, third, fourth


@compiled(_MASKS, _ROWS, _MASKS, _PLACES, _MASKS, _PLACES, given(types.float64, 2), filled(types.float64))
def sum_leaves(
    table: NDArray[np.uint32],
    rows: NDArray[np.int64],
    requests: NDArray[np.uint32],
    request_rows: NDArray[np.int64],
    products: NDArray[np.uint32],
    product_rows: NDArray[np.int64],
    leaves: NDArray[np.float64],
    scores: NDArray[np.float64],
) -> None:
    """Fills scores[m]: AND of request, product and match masks, then the exit leaves added in tree order.

    Rows that all candidates share are joined once.
    """
    shared = requests.copy()
    differs = _shared_rows(table, rows, shared)
    masks, sums = np.zeros((4, len(leaves)), dtype=np.uint32), np.empty(4)
    for start in range(0, len(scores), 4):
        here = min(4, len(scores) - start)
        _fetch_rows(table, rows, differs, products, product_rows, start + 4, start + 8)
        for lane in range(here):
            own = start + lane
            _join(table, rows, differs, own, shared[request_rows[own]], products[product_rows[own]], masks[lane])
        # The last ones are fewer than four: what is left in the other lanes is added up and not used.
        _sum_four(masks, leaves, sums)
        scores[start : start + here] = sums[:here]
