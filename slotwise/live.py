"""Live: the product's side of the world as of one tick, with everything derived from it kept until the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.counts import CLICKS, EXPOSURES, FACET_HALFLIVES, HALFLIVES, INTEREST, ProductCounts
from slotwise.exposed import Exposed
from slotwise.lazy import lazy
from slotwise.trail import Trail

SHRINK = 5.0
"""Expected touches by which a lift is drawn towards that of the product's category, and that towards none."""
SHRINK_CLICKS = 100.0
"""Pseudo-exposures by which a click rate is drawn towards its prior."""
_FOREVER = len(HALFLIVES) - 1
_RECENT = 64
"""Results that are kept for combinations of facet values in any catalogue: there are more of those than memory."""
_BUDGET, _MOST = 16_000_000, 2_000
"""Bytes, and results, up to which more of them are kept where the catalogue is small."""

T = TypeVar("T")


class Rows:
    """A table float32 (n_rows, n) of which a row is computed when it is first asked for."""

    def __init__(self, shape: tuple[int, int], make: Callable[[int], NDArray[np.float32]]):
        # Left unwritten: the system gives memory to the rows that are filled, and to no others.
        self.table = np.empty(shape, np.float32)
        self.made = np.zeros(shape[0], np.bool_)
        """bool (n_rows,): the rows that are there."""
        self._make = make

    def of(self, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the table, in which the given rows are there."""
        if not self.made[rows].all():
            for row in rows.tolist():
                self.row(row)
        return self.table

    def row(self, row: int) -> NDArray[np.float32]:
        """Return one row, float32 (n,)."""
        if not self.made[row]:
            self.table[row] = self._make(row)
            self.made[row] = True
        return self.table[row]  # type: ignore[no-any-return]


@dataclass
class Live:
    """Counts and trails as of `at` (ms UTC). Arrays it returns are shared: read, do not write.

    Where the catalogue has grown since they were folded, the new products have none.
    """

    counts: ProductCounts
    trail: Trail
    catalog: Catalog
    at: int
    exposed: Exposed = field(default_factory=Exposed)
    """How often each content was exposed on each touchpoint."""
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    _recent: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        size = len(self.catalog.products)
        self._most = max(_RECENT, min(_MOST, _BUDGET // (4 * max(size, 1))))
        if self.counts.totals.shape[-1] < size:
            self.counts = self.counts.padded(size)
        if len(self.trail.written) < size:
            self.trail = self.trail.padded(size)

    def keep(self, key: Any, make: Callable[[], T]) -> T:
        """Return what `make` gave the first time it was asked for under this key."""
        found: T | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def keep_recent(self, key: Any, make: Callable[[], T]) -> T:
        """Like `keep`, for keys without number: what was asked for long ago is computed again."""
        found: T | None = self._recent.get(key)
        if found is None:
            if len(self._recent) >= self._most:
                self._recent.clear()
            found = self._recent[key] = make()
        return found

    def kept(self, key: Any) -> Any:
        """Return what is kept under a key, or None."""
        return self._kept.get(key)

    def total(self, channel: int, place: int) -> NDArray[np.float32]:
        """float32 (n,): decayed count of a channel with the half-life `counts.HALFLIVES[place]`."""
        return self.keep(("total", channel, place), lambda: self._total(channel, place))

    def share(self) -> NDArray[np.float32]:
        """float32 (n,): share of each product in all interest, drawn towards its category's mean share."""
        return self.keep("share", self._share)

    @lazy
    def lifts(self) -> Rows:
        """float32 (n_rows, n): log of the product's share under a facet value over its share overall, shrunken."""
        return Rows(self.counts.interest.shape[1:], self._lift)

    @lazy
    def click_lifts(self) -> Rows:
        """float32 (n_rows, n): log of the click rate under a facet value over the product's own and the value's own."""
        return Rows(self.counts.clicks.shape, self._click_lift)

    def lift(self, row: int) -> NDArray[np.float32]:
        """float32 (n,): a row of `lifts`."""
        return self.lifts.row(row)

    def now_share(self, row: int) -> NDArray[np.float32]:
        """float32 (n,): decayed interest under a facet value with the short half-life."""
        return self.keep(("now", row), lambda: self._interest(row, 0))

    def now_total(self, row: int) -> float:
        """Sum of `now_share` over all products."""
        return self.keep(("now total", row), lambda: float(self.now_share(row).sum()))

    def click_rate(self) -> NDArray[np.float32]:
        """float32 (n,): clicks over exposures weighted by position, drawn towards the category's rate and overall."""
        return self.keep("ctr", self._click_rate)

    def click_lift(self, row: int) -> NDArray[np.float32]:
        """float32 (n,): a row of `click_lifts`."""
        return self.click_lifts.row(row)

    def by_category(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return float64 (n_categories + 1,): sums of a product column by category, unknown last."""
        order, starts, found = self.catalog.products.by_category
        sums = np.zeros(len(self.catalog.products.categories) + 1)
        if len(order):
            sums[found] = np.add.reduceat(values[order], starts, dtype=np.float64)
        return sums

    def category_mean(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return float64 (n,): the mean of a product column in each product's category."""
        mean = self.by_category(values) / np.maximum(self.by_category(np.ones(len(values))), 1)
        found: NDArray[np.float64] = mean[self.catalog.products.category_or_last]
        return found

    def _total(self, channel: int, place: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, HALFLIVES[place])
        return np.asarray(self.counts.totals[channel, place] * scale, dtype=np.float32)

    def _interest(self, row: int, place: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, FACET_HALFLIVES[place])
        return np.asarray(self.counts.interest[place, row] * scale, dtype=np.float32)

    def _usual(self) -> NDArray[np.float32]:
        return self.total(INTEREST, HALFLIVES.index(FACET_HALFLIVES[-1]))

    def _share(self) -> NDArray[np.float32]:
        interest = self._usual() + 1e-3
        prior = self.category_mean(interest)
        smoothed = interest + prior
        share: NDArray[np.float32] = (smoothed / smoothed.sum()).astype(np.float32)
        return share

    def _lift(self, row: int) -> NDArray[np.float32]:
        interest, share = self._interest(row, -1), self.share()
        total = interest.sum()
        by_share = self.keep("share by category", lambda: self.by_category(share))
        return self._shrunken(interest, total * share, float(total) * by_share)

    def _shrunken(
        self, found: NDArray[np.float32], expected: NDArray[np.float32], by_expected: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Log of found over expected, drawn towards the category's and that towards 0 (Gamma-Poisson)."""
        category = (SHRINK * (self.by_category(found) + SHRINK) / (by_expected + SHRINK)).astype(np.float32)
        lift: NDArray[np.float32] = (found + category[self.catalog.products.category_or_last]) / (expected + SHRINK)
        return np.log(lift, out=lift)

    def _click_rate(self) -> NDArray[np.float32]:
        clicks, shown = self.total(CLICKS, _FOREVER), self.total(EXPOSURES, _FOREVER)
        overall = (clicks.sum() + 1.0) / (shown.sum() + SHRINK_CLICKS)
        by_clicks, by_shown = self.by_category(clicks), self.by_category(shown)
        category = (by_clicks + SHRINK_CLICKS * overall) / (by_shown + SHRINK_CLICKS)
        prior = category[self.catalog.products.category_or_last]
        rate: NDArray[np.float32] = ((clicks + SHRINK_CLICKS * prior) / (shown + SHRINK_CLICKS)).astype(np.float32)
        return rate

    def _click_lift(self, row: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, FACET_HALFLIVES[-1])
        clicks = np.asarray(self.counts.clicks[row] * scale, dtype=np.float32)
        expected = np.asarray(self.counts.exposures[row] * scale, dtype=np.float32) * self.click_rate()
        level = (clicks.sum() + np.float32(1.0)) / (expected.sum() + np.float32(1.0))
        return self._shrunken(clicks, expected * level, self.by_category(expected) * float(level))
