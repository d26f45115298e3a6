"""Columns from scene and segment, gathered from the tables of one tick: numba's machine code.

The plain form of these kernels are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _TABLE, _PLACES = given(types.int32), given(types.float32, 2), given(types.int64)


@part
def _add_rows(table, rows, products, own):  # type: ignore[no-untyped-def]
    own[:] = 0
    for row in rows:
        for i in range(len(products)):
            own[i] += table[row, products[i]]


@compiled(
    _CODES, _TABLE, _TABLE, _CODES, _CODES, types.int64, given(types.float32), _PLACES, filled(types.float32, 2)
)  # fmt: skip
def everywhere(
    products: NDArray[np.int32],
    lifts: NDArray[np.float32],
    click_lifts: NDArray[np.float32],
    scene: NDArray[np.int32],
    segment: NDArray[np.int32],
    named: int,
    now: NDArray[np.float32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with feature f of product i, as `passes.situation.EVERYWHERE` has them; -1 is left out.

    lifts, click_lifts: by row of the facets and product; the known rows of scene and segment and that of the named
    scene, -1 without one; now: interest of the last hour by product, empty without a scene; of it the log is to come.
    """
    for feature in range(len(places)):
        if places[feature] < 0:
            continue
        own = out[places[feature]]
        if feature < 4:
            _add_rows(lifts if feature % 2 == 0 else click_lifts, scene if feature < 2 else segment, products, own)
            continue
        table = lifts[named] if feature == 4 else click_lifts[named] if feature == 5 else now
        known = len(now) > 0 if feature == 6 else named >= 0
        for i in range(len(products)):
            own[i] = table[products[i]] if known else np.float32(0)


@compiled(
    _CODES, _TABLE, _TABLE, _CODES, types.int64, _CODES, given(types.float32), _PLACES, filled(types.float32, 2)
)  # fmt: skip
def here(
    products: NDArray[np.int32],
    lifts: NDArray[np.float32],
    click_lifts: NDArray[np.float32],
    touchpoints: NDArray[np.int32],
    named: int,
    segment: NDArray[np.int32],
    rates: NDArray[np.float32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with feature f of product i, in the order of `passes.situation.HERE`; -1 is left out.

    lifts, click_lifts: by row of the facets and product; the row of each one's touchpoint and that of the named scene,
    -1 without one, and the known rows of the segment; rates: log click rate by product.
    """
    zero = np.float32(0)
    for i in range(len(products)):
        product, touchpoint = products[i], touchpoints[i]
        clicks = click_lifts[touchpoint, product] if touchpoint >= 0 else zero
        if places[0] >= 0:
            out[places[0], i] = clicks
        if places[1] >= 0:
            out[places[1], i] = lifts[touchpoint, product] if touchpoint >= 0 else zero
        if places[2] >= 0:
            scene = click_lifts[named, product] if named >= 0 else zero
            persons = zero
            for row in segment:
                persons += click_lifts[row, product]
            out[places[2], i] = (rates[product] + (scene + clicks)) + persons
