"""The slates of all touchpoints of a page, drawn one after the other: numba's machine code.

Bit by bit what policies draw touchpoint by touchpoint, which is its plain form: see `slotwise.page`, which tells the
arrays too. `draw` stops wherever weights are to be made for another best candidate: exponentials stay numpy's.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.board_numba import all_different
from slotwise.kernels.drawing import (
    best_open,
    best_places,
    draw_until,
    put_after,
    put_chances,
    put_chances_at_once,
)
from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _FLAGS, _NUMBERS = given(types.int32), given(types.boolean), given(types.float64)
_WHOLE, _PLAN, _TUNING = given(types.int64), given(types.int64, 2), given(types.float64, 2)
_COUNT, _START, _LIMITED = range(3)
"""Rows of what is drawn of each touchpoint: how many, where its weights begin (-1 for none), whether by slot."""


@part
def _carved(whole, real, asked, total, size):  # type: ignore[no-untyped-def]
    """The parts of a page's memory, in the order of `drawing.Memory`."""
    drawn, places, codes = 5 + 3 * asked, 5 + 3 * asked + total, 5 + 3 * asked + 4 * total
    numbers, weights = 3 + 3 * total, 3 + 3 * total + size
    return (
        whole[:5], whole[5:drawn].reshape((3, asked)), whole[drawn:places], whole[places:codes].reshape((3, total)),
        whole[codes:].reshape((2, (len(whole) - codes) // 2)), real[:3], real[3:numbers].reshape((3, total)),
        real[numbers:weights], real[weights:],
    )  # fmt: skip


@part
def _close_standing(contents, products, once, standing, count, out):  # type: ignore[no-untyped-def]
    """out[i] = whether candidate i is not on the page yet, nor its product where it may stand there once."""
    out[:] = True
    for at in range(count):
        content, product = standing[0, at], standing[1, at]
        for i in range(len(out)):
            out[i] &= contents[i] != content and not (once and products[i] == product)


@part
def _rows_of_keys(products, repeated, keys, most):  # type: ignore[no-untyped-def]
    """The limits with their keys as rows, and one of each product where one has several candidates."""
    rows, size = len(most), len(products)
    table, limits = np.empty((rows + repeated, size), np.int32), np.empty(rows + repeated, np.int64)
    for row in range(rows):
        table[row], limits[row] = keys[row * size : (row + 1) * size], most[row]
    if repeated:
        table[rows], limits[rows] = products, 1
    return table, limits


@part
def _put_behind(scores, best, temperature, out):  # type: ignore[no-untyped-def]
    """out[i] = how far candidate i is behind the best one, in temperatures: 0 and below."""
    for i in range(len(scores)):
        behind = scores[i] - best
        out[i] = (0.0 if behind > 0.0 else behind) / temperature


@part
def _take(codes, flags):  # type: ignore[no-untyped-def]
    taken = np.empty(len(codes), np.bool_)
    for i in range(len(codes)):
        taken[i] = flags[codes[i]]
    return taken


@compiled(
    filled(types.int64), filled(types.float64), filled(types.boolean), _NUMBERS, _CODES, _CODES, _WHOLE, _PLAN,
    _TUNING, _NUMBERS, _FLAGS, types.int64, given(types.int32, 2), _PLAN, _CODES, _WHOLE, _WHOLE, _FLAGS,
    returns=types.int64,
)  # fmt: skip
def draw(
    whole: NDArray[np.int64],
    real: NDArray[np.float64],
    opens: NDArray[np.bool_],
    scores: NDArray[np.float64],
    contents: NDArray[np.int32],
    products: NDArray[np.int32],
    ends: NDArray[np.int64],
    seats: NDArray[np.int64],
    tuning: NDArray[np.float64],
    luck: NDArray[np.float64],
    fresh: NDArray[np.bool_],
    once: int,
    before: NDArray[np.int32],
    bounds: NDArray[np.int64],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    pins: NDArray[np.int64],
    marks: NDArray[np.bool_],
) -> int:
    """Draw from where the memory stands: at the beginning it is 0.

    Return the touchpoint whose candidates' weights are wanted, which is the number of touchpoints when all are drawn,
    and -1 where a score is not finite. once: 0 where a product may stand on a page twice, 1 where it may not, 2 where
    moreover no two candidates of a touchpoint have the same.
    """
    asked = len(ends) - 1
    at, drawn, places, _, standing, so_far, found, weights, behind = _carved(
        whole, real, asked, seats[0, asked], len(scores)
    )
    if not at[2]:
        at[2] = before.shape[1]
        standing[:, : at[2]] = before
    for j in range(at[0], asked):
        first, last, begin, end = ends[j], ends[j + 1], seats[0, j], seats[0, j + 1]
        own, size, temperature, used = scores[first:last], last - first, tuning[1, j], at[3]
        for score in own:
            if not np.isfinite(score):
                return -1
        mine, open_ = products[first:last], np.empty(size, np.bool_)
        _close_standing(contents[first:last], mine, once > 0, standing, at[2], open_)
        repeated = once == 1 and not all_different(mine)
        slots = pins[bounds[1, j] : bounds[1, j + 1]]
        table, limits = _rows_of_keys(mine, repeated, keys[bounds[2, j] :], most[bounds[0, j] : bounds[0, j + 1]])
        middle = bounds[3, j] + len(slots) * size
        marked = marks[bounds[3, j] : middle].reshape((len(slots), size))
        held = marks[middle : bounds[3, j + 1]].reshape((len(slots), size))
        limited, own_places, count, numbers = len(limits) + len(slots) > 0, places[begin:end], 0, seats[1, j]
        drawn[_START, j], drawn[_LIMITED, j] = used, limited
        if numbers >= 0 and luck[numbers] < tuning[0, j]:
            if not at[4]:
                so_far[:] = 1.0
            top = own[own_places[at[1]]] if at[4] else np.nan
            count = draw_until(
                at[1], top, own, weights[first:last], open_, table, limits, slots, marked, held,
                _take(contents[first:last], fresh), luck[numbers + 1 : numbers + 1 + end - begin], tuning[0, j],
                tuning[2, j], so_far, own_places, found[1:, begin:end],
            )  # fmt: skip
            if count < end - begin and own_places[count] >= 0:
                _put_behind(own, own[own_places[count]], temperature, weights[first:last])
                at[0], at[1], at[4] = j, count, 1
                return j
            at[1], at[4], drawn[_START, j] = 0, 0, -1
        elif limited:
            for slot in range(min(end - begin, size)):
                row = opens[at[3] : at[3] + size]
                put_after(open_, table, limits, slots, marked, held, own_places[:slot], row)
                best = best_open(own, row)
                if best < 0:
                    break
                own_places[slot], count = best, slot + 1
                if temperature > 0:
                    _put_behind(own, own[best], temperature, behind[at[3] : at[3] + size])
                    at[3] += size
        else:
            count = best_places(own, open_, own_places[: min(end - begin, size)])
            if count and temperature > 0:
                _put_behind(own, own[own_places[0]], temperature, behind[used : used + size])
                opens[used : used + size] = open_
                at[3] += size
        drawn[_COUNT, j] = count
        for place in own_places[:count]:
            standing[0, at[2]], standing[1, at[2]] = contents[first + place], products[first + place]
            at[2] += 1
    return asked


@compiled(
    filled(types.int64), filled(types.float64), _FLAGS, _NUMBERS, _CODES, _CODES, _WHOLE, _PLAN, _TUNING, _FLAGS,
    returns=types.float64,
)  # fmt: skip
def finish(
    whole: NDArray[np.int64],
    real: NDArray[np.float64],
    opens: NDArray[np.bool_],
    scores: NDArray[np.float64],
    contents: NDArray[np.int32],
    products: NDArray[np.int32],
    ends: NDArray[np.int64],
    seats: NDArray[np.int64],
    tuning: NDArray[np.float64],
    fresh: NDArray[np.bool_],
) -> float:
    """Fill in what is drawn, slot by slot, once what candidates are behind has become their weights.

    Return the least weight that is left for a last draw of a slate whose slots share their weights.
    """
    asked, least = len(ends) - 1, np.inf
    _, drawn, places, codes, _, _, found, _, weights = _carved(whole, real, asked, seats[0, asked], len(scores))
    for j in range(asked):
        first, size, begin = ends[j], ends[j + 1] - ends[j], seats[0, j]
        count, start, explore, floor = drawn[_COUNT, j], drawn[_START, j], tuning[0, j], tuning[2, j]
        own, out = places[begin : begin + count], found[1:, begin : begin + count]
        if start >= 0 and tuning[1, j] <= 0:
            out[:] = 1.0
        elif start >= 0 and count:
            new = _take(contents[first : first + size], fresh)
            rows = count if drawn[_LIMITED, j] else 1
            open_ = opens[start : start + rows * size].reshape((rows, size))
            weight = weights[start : start + rows * size].reshape((rows, size))
            if drawn[_LIMITED, j]:
                put_chances(own, open_, weight, new, explore, floor, out)
            else:
                least = min(least, put_chances_at_once(own, weight[0], open_[0], new, explore, floor, out))
        for slot in range(count):
            place = first + own[slot]
            codes[0, begin + slot], found[0, begin + slot] = place, scores[place]
            codes[1, begin + slot], codes[2, begin + slot] = contents[place], products[place]
    return least
