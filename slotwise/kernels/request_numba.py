"""What is the same for all candidates of a request: the row of person and scene features in one pass, numba's code.

The plain form of this kernel are the features of the room, see `slotwise.passes`.
"""

from math import log1p

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_all
from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

DAY, HOUR, VISIT_GAP = 86_400_000, 3_600_000, 1_800_000
_CODES, _TIMES, _COLUMN = given(types.int32), given(types.int64), given(types.float32)


@part
def _visit(times, now):  # type: ignore[no-untyped-def]
    """Interactions of the visit that is under way."""
    if not len(times) or now - times[-1] > VISIT_GAP:
        return 0
    first = len(times) - 1
    while first > 0 and times[first] - times[first - 1] <= VISIT_GAP:
        first -= 1
    return len(times) - first


@part
def _price(interests, log_price):  # type: ignore[no-untyped-def]
    """Mean log price of the interests of which it is known, NaN without any."""
    known, count = np.empty(len(interests), np.float32), 0
    for product in interests:
        if log_price[product] == log_price[product]:
            known[count] = log_price[product]
            count += 1
    return pairwise_sum(known, 0, count) / np.float32(count) if count else np.float32(np.nan)


@part
def _different(keys):  # type: ignore[no-untyped-def]
    numbers = np.empty(len(keys), np.int32)
    return number_all(make_table(len(keys)), keys, numbers)


@compiled(
    _TIMES, _CODES, _CODES, _COLUMN, _TIMES, _TIMES, _TIMES, types.int64, types.int64, _TIMES, filled(types.float32)
)
def person(
    times: NDArray[np.int64],
    interests: NDArray[np.int32],
    category: NDArray[np.int32],
    log_price: NDArray[np.float32],
    shown_times: NDArray[np.int64],
    totals: NDArray[np.int64],
    kinds: NDArray[np.int64],
    first_at: int,
    now: int,
    places: NDArray[np.int64],
    row: NDArray[np.float32],
) -> None:
    """Fill row[places[f]] with feature f, in the order of `passes.request.PERSON`; -1 is left out.

    Times of the history and products of interest, old to new; by product its category and its log price; counts by
    kind, of which exposures, clicks and conversions have the codes `kinds`.
    """
    seen = np.empty(len(interests), np.int32)
    for j in range(len(interests)):
        seen[j] = category[interests[j]]
    different, length, nothing = _different(interests), len(times), np.nan
    exposures, clicks, bought = totals[kinds[0]], totals[kinds[1]], totals[kinds[2]]
    last_day = 0
    for j in range(length):
        last_day += times[j] >= now - DAY
    week = 0
    for j in range(len(shown_times)):
        week += shown_times[j] >= now - 7 * DAY
    values = np.empty(12)
    values[0] = log1p(totals.sum() - exposures)
    values[1] = log1p(different)
    values[2] = (now - first_at) / DAY
    values[3] = (now - np.float64(times[-1])) / HOUR if length else nothing
    values[4] = last_day
    values[5] = _visit(times, now)
    values[6] = 1 - different / len(interests) if len(interests) else nothing
    values[7] = _different(seen)
    values[8] = _price(interests, log_price)
    values[9] = log1p(bought)
    values[10] = (clicks + 1.0) / (exposures + 100.0)
    values[11] = week
    for feature in range(len(values)):
        if places[feature] >= 0:
            row[places[feature]] = values[feature]


@compiled(_CODES, _CODES, _COLUMN, given(types.int64), types.int64, _TIMES, filled(types.float32))
def scene(
    facets: NDArray[np.int32],
    first: NDArray[np.int32],
    numbers: NDArray[np.float32],
    columns: NDArray[np.int64],
    now: int,
    places: NDArray[np.int64],
    row: NDArray[np.float32],
) -> None:
    """Fill row[places[f]]: hour, day of the week, known facets of the scene, every facet, every number; -1 not.

    facets: row of each facet's value, -1 unknown, a facet's own begin at `first`; columns: facets of the scene.
    """
    known = 0
    for column in columns:
        known += facets[column] >= 0
    if places[0] >= 0:
        row[places[0]] = now % DAY / HOUR
    if places[1] >= 0:
        row[places[1]] = (now // DAY + 3) % 7
    if places[2] >= 0:
        row[places[2]] = known
    for facet in range(len(facets)):
        if places[3 + facet] >= 0:
            row[places[3 + facet]] = facets[facet] - first[facet] if facets[facet] >= 0 else np.nan
    for number in range(len(numbers)):
        if places[3 + len(facets) + number] >= 0:
            row[places[3 + len(facets) + number]] = numbers[number]
