"""Many candidates at once, each in a lane of the processor's vectors: the parts of the kernel that numba cannot say.

They are written as LLVM's own instructions over vectors of any length, which it cuts to what the processor has; so no
instruction set is asked for.
"""

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 64
"""Candidates that are worked on at once."""
SQUARE = 16
"""Trees and candidates whose masks are turned at once."""
_LONG, _MASK, _VALUE = ir.IntType(64), ir.IntType(32), ir.FloatType()
_MASKS, _VALUES = ir.VectorType(_MASK, LANES), ir.VectorType(_VALUE, LANES)
_ALL = ir.Constant(_MASKS, [0xFFFFFFFF] * LANES)
_LINE = ir.VectorType(_MASK, SQUARE)
_HALF = SQUARE // 2


def _array(context: Any, builder: Any, signature: Any, arguments: Any, place: int) -> Any:
    return context.make_array(signature.args[place])(context, builder, arguments[place])


def _vector(builder: Any, first: Any, entry: Any, kind: Any) -> Any:
    """Where a vector begins that lies from an entry of an array on."""
    return builder.bitcast(builder.gep(first, [entry]), kind.as_pointer())


def _alike(builder: Any, value: Any, kind: Any) -> Any:
    """A vector with the same value in all lanes."""
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(_MASK, 0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_MASK, LANES), [0] * LANES))


@intrinsic
def _take_steps(
    typing_context: Any, own: Any, tree: Any, seen: Any, start: Any, column: Any, edge: Any, keep: Any
) -> Any:
    """own[tree] &= keep[s] in the lanes whose seen[column[s]] is greater than edge[s], for all steps s of a tree.

    own uint32 (n_trees, LANES); seen float32 (c, LANES); steps as in `steps.Steps`.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def first_of(place: int) -> Any:
            return _array(context, builder, signature, arguments, place).data

        lanes, one = ir.Constant(_LONG, LANES), ir.Constant(_LONG, 1)
        start, column, edge, keep = (first_of(place) for place in (3, 4, 5, 6))
        at = _vector(builder, first_of(0), builder.mul(arguments[1], lanes), _MASKS)
        masks = cgutils.alloca_once(builder, _MASKS)  # type: ignore[no-untyped-call]
        builder.store(builder.load(at, align=4), masks)
        group = builder.mul(arguments[1], ir.Constant(_LONG, 2))
        for missing_takes in (False, True):
            bounds = [
                builder.load(builder.gep(start, [builder.add(group, ir.Constant(_LONG, each))])) for each in (0, 1)
            ]
            with cgutils.for_range_slice(builder, bounds[0], bounds[1], one, _LONG) as (step, _):
                row = builder.mul(builder.load(builder.gep(column, [step])), lanes)
                values = builder.load(_vector(builder, first_of(2), row, _VALUES), align=4)
                bound = _alike(builder, builder.load(builder.gep(edge, [step])), _VALUES)
                left = _alike(builder, builder.load(builder.gep(keep, [step])), _MASKS)
                # Nothing that is asked of a missing value, in order with others, is true.
                if missing_takes:
                    left = builder.select(builder.fcmp_ordered("<=", values, bound), _ALL, left)
                else:
                    left = builder.select(builder.fcmp_ordered(">", values, bound), left, _ALL)
                builder.store(builder.and_(builder.load(masks), left), masks)
            group = builder.add(group, one)
        builder.store(builder.load(masks), at, align=4)
        return context.get_dummy_value()

    return types.void(own, tree, seen, start, column, edge, keep), generate


@intrinsic
def _turn(
    typing_context: Any, own: Any, tree: Any, lane: Any, requests: Any, request_rows: Any, products: Any, rows: Any
) -> Any:
    """own[tree + t, lane + i] = requests[request_rows[lane + i], tree + t] & products[rows[lane + i], tree + t].

    For SQUARE trees and as many lanes; own uint32 (n_trees, LANES), requests and products uint32 (_, n_trees).
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        own, requests, request_rows, products, rows = (
            _array(context, builder, signature, arguments, place) for place in (0, 3, 4, 5, 6)
        )
        tree, lane = arguments[1], arguments[2]
        n_trees = cgutils.unpack_tuple(builder, requests.shape)[1]  # type: ignore[no-untyped-call]

        def load(masks: Any, rows: Any, place: int) -> Any:
            row = builder.load(builder.gep(rows.data, [builder.add(lane, ir.Constant(_LONG, place))]))
            entry = builder.add(builder.mul(row, n_trees), tree)
            return builder.load(_vector(builder, masks.data, entry, _LINE), align=4)

        lines = [
            builder.and_(load(requests, request_rows, place), load(products, rows, place)) for place in range(SQUARE)
        ]
        pairs = [(each, SQUARE + each) for each in range(SQUARE)]
        halves = [
            ir.Constant(_LINE, [each for pair in half for each in pair]) for half in (pairs[:_HALF], pairs[_HALF:])
        ]
        # A perfect shuffle of all entries, four times over: a square of 16 x 16 is turned about its diagonal.
        for _ in range(SQUARE.bit_length() - 1):
            lines = [
                builder.shuffle_vector(lines[each], lines[each + _HALF], half)
                for each in range(_HALF)
                for half in halves
            ]
        for place, line in enumerate(lines):
            row = builder.mul(builder.add(tree, ir.Constant(_LONG, place)), ir.Constant(_LONG, LANES))
            builder.store(line, _vector(builder, own.data, builder.add(row, lane), _LINE), align=4)
        return context.get_dummy_value()

    return types.void(own, tree, lane, requests, request_rows, products, rows), generate


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
        byte = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, _MASK, _MASK, _MASK])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        first = _array(context, builder, signature, arguments, 0).data
        address = builder.bitcast(builder.gep(first, [arguments[1]]), byte)
        # To be read (0), kept in all caches (3), data (1).
        builder.call(prefetch, [address, *(ir.Constant(_MASK, each) for each in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, entry), generate


# To the type checker, what they are to compiled code.
take_steps: Callable[..., None] = cast(Any, _take_steps)
turn: Callable[..., None] = cast(Any, _turn)
lowest_bit: Callable[..., Any] = cast(Any, _cttz)
fetch: Callable[..., None] = cast(Any, _fetch)
