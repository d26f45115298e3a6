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
def _put(values, numbers, place, out):  # type: ignore[no-untyped-def]
    """The value of each candidate's number, in a column that somebody reads."""
    if place >= 0:
        column = out[place]
        for i in range(len(numbers)):
            column[i] = values[numbers[i]]


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
    by_product, none = np.empty((5, count + 1), np.float32), count
    by_product[0, none], by_product[1, none] = logs[0], 0
    by_product[2:, none] = _NAN
    for number in range(count):
        days = np.float32((now - times[last[number]]) / DAY)
        by_product[0, number], by_product[1, number], by_product[2, number] = logs[often[number]], often[number], days
        by_product[3, number], by_product[4, number] = np.float32(len(interests) - last[number]), _NAN
        if often[number] > 1:
            span = np.float32((times[last[number]] - times[first[number]]) / DAY)
            by_product[4, number] = (days + _HALF) / (span / (by_product[1, number] - _ONE) + _HALF)
    own = np.empty(len(wanted), np.int64)
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        own[i] = number if number >= 0 else none
    _put(by_product[0], own, places[0], out)
    if places[1] >= 0:
        for i in range(len(wanted)):
            out[places[1], i] = (by_product[1, own[i]] + _PRIOR * usual[wanted[i]]) / touches
    _put(by_product[2], own, places[2], out)
    _put(by_product[3], own, places[3], out)
    _put(by_product[4], own, places[4], out)
    if places[8] >= 0:
        for i in range(len(wanted)):
            out[places[8], i] = log_price[wanted[i]] - level
    if places[9] >= 0:
        for i in range(len(wanted)):
            out[places[9], i] = logs[_count(bought, wanted[i])]
    by_category = np.empty((4, size), np.float32)
    for code in range(size):
        by_category[0, code] = affinity[code]
        by_category[1, code] = np.float32((now - times[seen[code]]) / DAY) if seen[code] >= 0 else _NAN
        by_category[2, code] = np.float32(code == latest)
        by_category[3, code] = logs[paid[code]]
    for i in range(len(wanted)):
        own[i] = category[wanted[i]]
    _put(by_category[0], own, places[5], out)
    _put(by_category[1], own, places[6], out)
    _put(by_category[2], own, places[7], out)
    _put(by_category[3], own, places[10], out)


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
    values = np.empty((3, count + 1), np.float32)
    values[0, count], values[1, count], values[2, count] = 0, _NAN, 0
    for number in range(count):
        values[0, number], values[2, number] = found[0, number], found[1, number]
        values[1, number] = np.float32((now - newest[number]) / HOUR)
    own = np.empty(len(wanted), np.int64)
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        own[i] = number if number >= 0 else count
    for feature in range(3):
        _put(values[feature], own, places[feature], out)
