"""Live: the product's side of the world as of one tick, with everything derived from it kept until the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.counts import CLICKS, EXPOSURES, FACET_HALFLIVES, HALFLIVES, INTEREST, ProductCounts
from slotwise.trail import Trail

SHRINK = 20.0
"""Pseudo-counts by which a share within a facet is drawn towards the product's share overall."""
SHRINK_CLICKS = 100.0
"""Pseudo-exposures by which a click rate is drawn towards its prior."""
_FOREVER = len(HALFLIVES) - 1


@dataclass
class Live:
    """Counts and trails as of `at` (ms UTC). Arrays it returns are shared: read, do not write."""

    counts: ProductCounts
    trail: Trail
    catalog: Catalog
    at: int
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what `make` gave the first time it was asked for under this key."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def kept(self, key: Any) -> Any:
        """Return what is kept under a key, or None."""
        return self._kept.get(key)

    def total(self, channel: int, place: int) -> NDArray[np.float32]:
        """float32 (n,): decayed count of a channel with the half-life `counts.HALFLIVES[place]`."""
        return self.keep(("total", channel, place), lambda: self._total(channel, place))  # type: ignore[no-any-return]

    def share(self) -> NDArray[np.float32]:
        """float32 (n,): share of each product in all interest, drawn towards its category's mean share."""
        return self.keep("share", self._share)  # type: ignore[no-any-return]

    def lift(self, row: int, place: int = -1) -> NDArray[np.float32]:
        """float32 (n,): log of the product's share under a facet value over its share overall, shrunken."""
        return self.keep(("lift", row, place), lambda: self._lift(row, place))  # type: ignore[no-any-return]

    def now_share(self, row: int) -> NDArray[np.float32]:
        """float32 (n,): decayed interest under a facet value with the short half-life."""
        return self.keep(("now", row), lambda: self._interest(row, 0))  # type: ignore[no-any-return]

    def click_rate(self) -> NDArray[np.float32]:
        """float32 (n,): clicks over exposures weighted by position, drawn towards the category's and the overall rate."""
        return self.keep("ctr", self._click_rate)  # type: ignore[no-any-return]

    def click_lift(self, row: int) -> NDArray[np.float32]:
        """float32 (n,): log of the click rate under a facet value over the product's own and the value's own."""
        return self.keep(("click_lift", row), lambda: self._click_lift(row))  # type: ignore[no-any-return]

    def by_category(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return float64 (n_categories + 1,): sums of a product column by category, unknown last."""
        return np.bincount(self._category(), weights=values, minlength=len(self.catalog.products.categories) + 1)

    def category_mean(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return float64 (n,): the mean of a product column in each product's category."""
        return (self.by_category(values) / np.maximum(self.by_category(np.ones(len(values))), 1))[self._category()]

    def _category(self) -> NDArray[np.int32]:
        category = self.catalog.products.category
        return self.keep("category", lambda: np.where(category < 0, len(self.catalog.products.categories), category))  # type: ignore[no-any-return]

    def _total(self, channel: int, place: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, HALFLIVES[place])
        return (self.counts.totals[channel, place] * scale).astype(np.float32)

    def _interest(self, row: int, place: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, FACET_HALFLIVES[place])
        return (self.counts.interest[place, row] * scale).astype(np.float32)

    def _usual(self) -> NDArray[np.float32]:
        return self.total(INTEREST, HALFLIVES.index(FACET_HALFLIVES[-1]))

    def _share(self) -> NDArray[np.float32]:
        interest = self._usual() + 1e-3
        prior = self.category_mean(interest)
        smoothed = interest + prior
        return (smoothed / smoothed.sum()).astype(np.float32)

    def _lift(self, row: int, place: int) -> NDArray[np.float32]:
        interest = self._interest(row, place)
        share = self.share()
        within = (interest + SHRINK * share) / (interest.sum() + SHRINK)
        return np.log(within / share).astype(np.float32)

    def _click_rate(self) -> NDArray[np.float32]:
        clicks, shown = self.total(CLICKS, _FOREVER), self.total(EXPOSURES, _FOREVER)
        overall = (clicks.sum() + 1.0) / (shown.sum() + SHRINK_CLICKS)
        by_clicks, by_shown = self.by_category(clicks), self.by_category(shown)
        category = (by_clicks + SHRINK_CLICKS * overall) / (by_shown + SHRINK_CLICKS)
        prior = category[self._category()]
        rate: NDArray[np.float32] = ((clicks + SHRINK_CLICKS * prior) / (shown + SHRINK_CLICKS)).astype(np.float32)
        return rate

    def _click_lift(self, row: int) -> NDArray[np.float32]:
        scale = self.counts.rate(self.at, FACET_HALFLIVES[-1])
        clicks, shown = self.counts.clicks[row] * scale, self.counts.exposures[row] * scale
        rate = self.click_rate()
        expected = float((shown * rate).sum())
        level = (clicks.sum() + 1.0) / (expected + 1.0)
        usual = rate * level
        return np.log((clicks + SHRINK_CLICKS * usual) / (shown + SHRINK_CLICKS) / usual).astype(np.float32)
