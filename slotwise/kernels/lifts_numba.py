"""Columns from scene, segment and touchpoint, gathered from the tables of one tick: numba's machine code.

The plain form of this kernel are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _TABLE, _PLACES, _MADE = given(types.int32), given(types.float32, 2), given(types.int64), given(types.boolean)


@part
def _are_made(made, facets, columns, touchpoints):  # type: ignore[no-untyped-def]
    """Whether the rows of all these facets' values are there, and those of the touchpoints."""
    for column in columns:
        if facets[column] >= 0 and not made[facets[column]]:
            return False
    before = -1
    for row in touchpoints:
        if row != before and row >= 0 and not made[row]:
            return False
        before = row
    return True


@part
def _add_rows(table, facets, columns, products, own):  # type: ignore[no-untyped-def]
    """own[i] = the table's rows of the known facets in these columns, added up for product i."""
    own[:] = 0
    for column in columns:
        if facets[column] >= 0:
            row = table[facets[column]]
            for i in range(len(products)):
                own[i] += row[products[i]]


@part
def _put_row(table, row, products, own):  # type: ignore[no-untyped-def]
    """own[i] = the row's value of product i, 0 without a row."""
    for i in range(len(products)):
        own[i] = table[row, products[i]] if row >= 0 else np.float32(0)


@part
def _put_rows(table, rows, products, own):  # type: ignore[no-untyped-def]
    """own[i] = the value of product i in its own row, 0 without one."""
    for i in range(len(products)):
        own[i] = table[rows[i], products[i]] if rows[i] >= 0 else np.float32(0)


@compiled(
    _CODES, _TABLE, _TABLE, _MADE, _MADE, _CODES, _PLACES, _PLACES, types.int64, _CODES, given(types.float32),
    given(types.float32), _PLACES, filled(types.float32, 2), returns=types.boolean,
)  # fmt: skip
def situation(
    products: NDArray[np.int32],
    lifts: NDArray[np.float32],
    click_lifts: NDArray[np.float32],
    lifts_made: NDArray[np.bool_],
    click_lifts_made: NDArray[np.bool_],
    facets: NDArray[np.int32],
    scene: NDArray[np.int64],
    segment: NDArray[np.int64],
    named: int,
    touchpoints: NDArray[np.int32],
    now: NDArray[np.float32],
    rates: NDArray[np.float32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> bool:
    """Fill out[places[f], i] with feature f of product i, as `passes.situation.FEATURES` has them; -1 is left out.

    lifts, click_lifts: by row of the facets and product, and which of their rows are there. facets: row of each facet's
    value, -1 unknown; scene, segment: the facets of these themes; named: row of the named scene, touchpoints: of each
    candidate's touchpoint, -1 without one; now: interest of the last hour by product, empty without a scene; rates: log
    click rate by product. Of `scene_now` what the log is taken of. False, with nothing filled, where rows are missing.
    """
    for made in (lifts_made, click_lifts_made):
        for columns in (scene, segment):
            if not _are_made(made, facets, columns, touchpoints):
                return False
    for feature in range(4):
        if places[feature] >= 0:
            table = lifts if feature % 2 == 0 else click_lifts
            _add_rows(table, facets, scene if feature < 2 else segment, products, out[places[feature]])
    if places[4] >= 0:
        _put_row(lifts, named, products, out[places[4]])
    if places[5] >= 0:
        _put_row(click_lifts, named, products, out[places[5]])
    if places[6] >= 0:
        own = out[places[6]]
        for i in range(len(products)):
            own[i] = now[products[i]] if len(now) else np.float32(0)
    if places[7] >= 0:
        _put_rows(click_lifts, touchpoints, products, out[places[7]])
    if places[8] >= 0:
        _put_rows(lifts, touchpoints, products, out[places[8]])
    if places[9] >= 0:
        own, persons = out[places[9]], np.empty(len(products), np.float32)
        _put_rows(click_lifts, touchpoints, products, own)
        _add_rows(click_lifts, facets, segment, products, persons)
        for i in range(len(products)):
            product = products[i]
            there = click_lifts[named, product] if named >= 0 else np.float32(0)
            own[i] = (rates[product] + (there + own[i])) + persons[i]
    return True
