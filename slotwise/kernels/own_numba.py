"""What a person's own past says about candidates, all of it in one pass: numba's machine code.

The plain form of this kernel are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import find_place, make_table, number_all
from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

DAY, HOUR = 86_400_000, 3_600_000
_CODES, _TIMES, _COLUMN, _FLAGS = given(types.int32), given(types.int64), given(types.float32), given(types.boolean)
_PRIOR, _HALF, _ONE, _NAN = np.float32(10), np.float32(0.5), np.float32(1), np.float32(np.nan)


@part
def _put(out, places, feature, i, value):  # type: ignore[no-untyped-def]
    if places[feature] >= 0:
        out[places[feature], i] = value


@part
def _count(products, wanted):  # type: ignore[no-untyped-def]
    count = 0
    for product in products:
        count += product == wanted
    return count


@part
def _level(products, log_price):  # type: ignore[no-untyped-def]
    """Mean log price of the products of which it is known, NaN without any."""
    known, count = np.empty(len(products), np.float32), 0
    for product in products:
        if log_price[product] == log_price[product]:
            known[count] = log_price[product]
            count += 1
    return pairwise_sum(known, 0, count) / np.float32(count) if count else _NAN


@compiled(
    _CODES, _TIMES, _CODES, types.int64, _CODES, _TIMES, types.int64, _COLUMN, _COLUMN, given(types.float64), _COLUMN,
    _TIMES, filled(types.float32, 2),
)  # fmt: skip
def touched(
    interests: NDArray[np.int32],
    times: NDArray[np.int64],
    bought: NDArray[np.int32],
    now: int,
    wanted: NDArray[np.int32],
    category: NDArray[np.int64],
    categories: int,
    log_price: NDArray[np.float32],
    usual: NDArray[np.float32],
    shares: NDArray[np.float64],
    logs: NDArray[np.float32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with feature f of wanted product i, in the order of `passes.own.TOUCHED`; -1 is left out.

    Products touched with their times, old to new, and those bought; by product its category, from 0 to `categories`
    for an unknown one, its log price and its usual share; shares of the interests; logs[n] = log(1 + n). Of
    `personal_share` and `product_due` what the log is taken of.
    """
    numbers, table = np.empty(len(interests), np.int32), make_table(len(interests))
    count = number_all(table, interests, numbers)
    often, first, last = np.zeros(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    for j in range(len(interests)):
        number = numbers[j]
        if not often[number]:
            first[number] = j
        often[number] += 1
        last[number] = j
    size = categories + 1
    affinity, seen, paid = np.zeros(size), np.full(size, -1, np.int64), np.zeros(size, np.int64)
    for j in range(len(interests)):
        affinity[category[interests[j]]] += shares[j]
        seen[category[interests[j]]] = j
    for product in bought:
        paid[category[product]] += 1
    level, touches = _level(interests, log_price), np.float32(len(interests)) + _PRIOR
    latest = category[interests[-1]] if len(interests) else -1
    for i in range(len(wanted)):
        product = wanted[i]
        own, number = category[product], table[1, find_place(table, product)]
        times_here, days, steps, due = np.float32(0), _NAN, _NAN, _NAN
        if number >= 0:
            times_here = np.float32(often[number])
            days = np.float32((now - times[last[number]]) / DAY)
            steps = np.float32(len(interests) - last[number])
            if often[number] > 1:
                span = np.float32((times[last[number]] - times[first[number]]) / DAY)
                due = (days + _HALF) / (span / (times_here - _ONE) + _HALF)
        _put(out, places, 0, i, logs[often[number]] if number >= 0 else logs[0])
        _put(out, places, 1, i, (times_here + _PRIOR * usual[product]) / touches)
        _put(out, places, 2, i, days)
        _put(out, places, 3, i, steps)
        _put(out, places, 4, i, due)
        _put(out, places, 5, i, np.float32(affinity[own]))
        _put(out, places, 6, i, np.float32((now - times[seen[own]]) / DAY) if seen[own] >= 0 else _NAN)
        _put(out, places, 7, i, np.float32(own == latest))
        _put(out, places, 8, i, log_price[product] - level)
        _put(out, places, 9, i, logs[_count(bought, product)])
        _put(out, places, 10, i, logs[paid[own]])


@compiled(_CODES, _CODES, _TIMES, _FLAGS, types.int64, _CODES, _TIMES, filled(types.float32, 2))
def shown(
    contents: NDArray[np.int32],
    product_of: NDArray[np.int32],
    times: NDArray[np.int64],
    dismissed: NDArray[np.bool_],
    now: int,
    wanted: NDArray[np.int32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with feature f of wanted product i, in the order of `passes.own.SHOWN`; -1 is left out.

    Contents shown, with their times and whether they were sent away; the product of every content of the catalogue.
    """
    keys = np.empty(len(contents), np.int32)
    for j in range(len(contents)):
        keys[j] = product_of[contents[j]]
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    count = number_all(table, keys, numbers)
    newest, found = np.zeros(count, np.int64), np.zeros((2, count), np.int64)
    for j in range(len(keys)):
        number = numbers[j]
        newest[number] = max(newest[number], times[j])
        found[0, number] += times[j] >= now - 7 * DAY
        found[1, number] += dismissed[j]
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        _put(out, places, 0, i, np.float32(found[0, number]) if number >= 0 else np.float32(0))
        _put(out, places, 1, i, np.float32((now - newest[number]) / HOUR) if number >= 0 else _NAN)
        _put(out, places, 2, i, np.float32(found[1, number]) if number >= 0 else np.float32(0))
