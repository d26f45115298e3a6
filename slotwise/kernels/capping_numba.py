"""What frequency caps close for one person, by what they were shown and clicked: numba's machine code.

Histories are read backwards, as far as a cap looks back.
"""

import numpy as np
from numba import types

from slotwise.kernels.capping_numpy import CATEGORY, CLICKED, CONTENT, DISMISSED, NEVER, PRODUCT, SHOWN, TOUCHPOINT
from slotwise.kernels.hashing import make_table, number_of
from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _TIMES, _MASKS = given(types.int32), given(types.int64), given(types.boolean, 2)


@part
def _key(per, content, product, places, place, category):  # type: ignore[no-untyped-def]
    """By which number an entry is counted together with others, below 0 for none."""
    if per == CONTENT:
        return content
    if per == PRODUCT:
        return product
    if per == CATEGORY:
        return category[product]
    return places[place] if per == TOUCHPOINT else np.int32(0)


@part
def _since(times, oldest):  # type: ignore[no-untyped-def]
    """The first entry that is not older."""
    first = len(times)
    while first > 0 and times[first - 1] >= oldest:
        first -= 1
    return first


@part
def _add(contents, masks, row, out, counts):  # type: ignore[no-untyped-def]
    """Close some contents, as far as a cap is about them."""
    if counts[row] < 0:
        out[row] = False
        counts[row] = 0
    for content in contents:
        if masks[row, content] and not out[row, content]:
            out[row, content] = True
            counts[row] += 1


@part
def _close(row, per, key, masks, by_product, of_product, by_category, of_category, out, there, counts):  # type: ignore[no-untyped-def]
    """Close what is counted together under a key."""
    if per == PRODUCT:
        _add(of_product[by_product[key] : by_product[key + 1]], masks, row, out, counts)
    elif per == CATEGORY:
        _add(of_category[by_category[key] : by_category[key + 1]], masks, row, out, counts)
    elif per == CONTENT:
        _add(np.full(1, key, np.int32), masks, row, out, counts)
    elif counts[row] < 0:
        out[row] = masks[row]
        counts[row] = np.count_nonzero(masks[row])
    if per == TOUCHPOINT:
        there[row, key] = True


@compiled(
    types.int64, types.int64, _CODES, _TIMES, given(types.boolean), _CODES, _CODES, given(types.int8), _TIMES, _CODES,
    given(types.int64, 2), _MASKS, _MASKS, _CODES, _CODES, _TIMES, _CODES, _TIMES, _CODES, filled(types.boolean, 2),
    filled(types.boolean, 2), filled(types.int64),
)  # fmt: skip
def closed(  # type: ignore[no-untyped-def]
    now, click, shown, shown_times, dismissed, shown_places, products, kinds, times, places, rules, masks, about,
    product, category, by_product, of_product, by_category, of_category, out, there, counts,
):  # fmt: skip
    """Fill counts[k + 1], out[k, n] and there[k, n_touchpoints] with what each cap closes, as the reference does."""
    there[:], until = False, NEVER
    for row in range(len(rules)):
        most, window, per, rest, on = rules[row, 0], rules[row, 1], rules[row, 2], rules[row, 3], rules[row, 4]
        counts[row] = -1
        first = _since(shown_times, now - max(window, rest))
        size = len(shown) - first
        table, keys, tally = make_table(size), np.empty(size, np.int32), np.zeros(size, np.int64)
        rested, count = np.zeros(size, np.bool_), 0
        for place in range(first, len(shown)):
            content, at, away = shown[place], shown_times[place], dismissed[place]
            counted = on == (DISMISSED if away else SHOWN) and at >= now - window
            rests = away and rest > 0 and at > now - rest
            if not masks[row, content] or not (counted or rests):
                continue
            if counted:
                until = min(until, at + window + 1)
            if rests:
                until = min(until, at + rest)
            key = _key(per, content, product[content], shown_places, place, category)
            if key < 0:
                continue
            number = number_of(table, key, count)
            count = max(count, number + 1)
            keys[number] = key
            tally[number] += counted
            rested[number] |= rests
        for number in range(count):
            if rested[number] or (most > 0 and tally[number] >= most):
                _close(
                    row, per, keys[number], masks, by_product, of_product, by_category, of_category, out, there, counts
                )
        if on != CLICKED or most <= 0:
            continue
        first, count = _since(times, now - window), 0
        size = len(times) - first
        table, keys, tally = make_table(size), np.empty(size, np.int32), np.zeros(size, np.int64)
        for place in range(first, len(times)):
            if kinds[place] != click or not about[row, products[place]]:
                continue
            until = min(until, times[place] + window + 1)
            key = _key(per, products[place], products[place], places, place, category)
            if key < 0:
                continue
            number = number_of(table, key, count)
            count = max(count, number + 1)
            keys[number] = key
            tally[number] += 1
            if tally[number] == most:
                _close(row, per, key, masks, by_product, of_product, by_category, of_category, out, there, counts)
    counts[len(rules)] = until
