"""What frequency caps close for one person, by what they were shown and clicked: plain numpy, the reference.

shown, shown_times, dismissed, shown_places (s,): contents that were shown, when (ms UTC), whether they were sent away,
and on which touchpoint (-1 unknown); products, kinds, times, places (h,): the history, of which events of the kind
`click` are read. Both run from old to new. Touchpoints are read for caps by touchpoint only.

rules int64 (k, 5): most, window, per, rest and on. `masks` bool (k, n) are the contents that a cap is about, `about`
bool (k, n_products) their products. What was shown or clicked is counted by content, product, category, touchpoint, or
all together, as `per` says; what has no category or touchpoint is not counted by it. As many as `most` within the
window close whatever is counted together with them; so does what was sent away, as long as the rest lasts.
`product` (n,) and `category` (n_products,) are codes, the latter -1 for none. `by_product` and `by_category` tell where
the contents of each one begin, (n_products + 1,) and (n_categories + 1,), in `of_product` and `of_category`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CONTENT, PRODUCT, CATEGORY, TOUCHPOINT, ALL = range(5)
"""What a cap counts together: `per`."""
SHOWN, DISMISSED, CLICKED = range(3)
"""What a cap counts: `on`."""
NEVER = 2**62
"""A time that does not come, ms UTC."""
Codes = NDArray[np.int32]
Times = NDArray[np.int64]
Mask = NDArray[np.bool_]


def closed(
    now: int,
    click: int,
    shown: Codes,
    shown_times: Times,
    dismissed: Mask,
    shown_places: Codes,
    products: Codes,
    kinds: NDArray[np.int8],
    times: Times,
    places: Codes,
    rules: NDArray[np.int64],
    masks: Mask,
    about: Mask,
    product: Codes,
    category: Codes,
    by_product: NDArray[np.int64],
    of_product: Codes,
    by_category: NDArray[np.int64],
    of_category: Codes,
    out: Mask,
    there: Mask,
    counts: NDArray[np.int64],
) -> None:
    """Fill counts[k] with how many contents each cap closes, -1 where it is not reached, and out[k, n] with which ones.

    counts[k] itself says when (ms UTC) the first of what is counted now is not any more: until then, if nothing
    happens, all stays as it is. Rows of caps that are not reached are left as they are. A cap by touchpoint closes on
    the touchpoints of there[k, n_touchpoints] alone.
    """
    there[:], until = False, [NEVER]
    clicks = np.flatnonzero(kinds == click)
    contents = np.arange(len(product), dtype=np.int32)
    for row, (most, window, per, rest, on) in enumerate(rules.tolist()):
        mine = masks[row, shown]
        keys = _keys(per, shown, product[shown], shown_places, category)
        counted = mine & (dismissed if on == DISMISSED else ~dismissed) & (on != CLICKED)
        counted &= shown_times >= now - window
        full = _full(keys[counted], most)
        resting = mine & dismissed & (shown_times > now - rest)
        full |= set(keys[resting].tolist()) if rest > 0 else set()
        until += [*(shown_times[counted] + window + 1), *(shown_times[resting] + rest)]
        if on == CLICKED and most > 0:
            touched = products[clicks]
            recent = about[row, touched] & (times[clicks] >= now - window)
            until += [*(times[clicks][recent] + window + 1)]
            where = places[clicks] if per == TOUCHPOINT else places
            full |= _full(_keys(per, touched, touched, where, category)[recent], most)
        found = np.array(sorted(each for each in full if each >= 0), np.int32)
        counts[row] = -1
        if not len(found):
            continue
        together = _keys(per, contents, product, found[:1].repeat(len(product)), category)
        out[row] = masks[row] & np.isin(together, found)
        counts[row] = np.count_nonzero(out[row])
        if per == TOUCHPOINT:
            there[row, found] = True
    counts[len(rules)] = min(until)


def _keys(per: int, contents: NDArray[Any], products: Codes, places: Codes, category: Codes) -> NDArray[Any]:
    """Numbers by which entries are counted together, below 0 for none."""
    if per in (CONTENT, PRODUCT):
        return contents if per == CONTENT else products
    if per == CATEGORY:
        return category[products]
    return places if per == TOUCHPOINT else np.zeros(len(products), np.int32)


def _full(keys: NDArray[Any], most: int) -> set[int]:
    """The keys that come as often as that."""
    found, times = np.unique(keys, return_counts=True)
    return set(found[times >= most].tolist()) if most > 0 else set()
