"""When products come to market: most long before the log, some in the middle of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slotwise.chance import generator
from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, IntArray

NEW_SHARE = 0.06
"""Share of products that are launched while the log is written."""


@dataclass(frozen=True)
class Launches:
    """Moments of publication by product code."""

    published_ms: IntArray
    """ms UTC, int64[P]; always a local midnight."""

    @classmethod
    def of(cls, catalog: Catalog, seed: int, start_ms: int, days: int) -> "Launches":
        """Draw the launches; products that touchpoints name as safe to show are never new."""
        rng = generator("simulate", str(seed), "launches")
        n = len(catalog.product_ids)
        safe = {content for row in catalog.seeds.touchpoints for content in row.fallback}
        codes = [catalog.content_code[content] for content in safe if content in catalog.content_code]
        is_new = rng.random(n) < NEW_SHARE
        is_new[catalog.content_product[codes]] = False
        day = np.where(is_new, np.floor(days * rng.uniform(0.3, 0.85, n)), -rng.integers(60, 900, n))
        return cls(start_ms + day.astype(np.int64) * DAY_MS)

    def on_sale(self, start_ms: int, days: int) -> npt.NDArray[np.bool_]:
        """Return which products are on sale on each day of the log, bool[days, P]."""
        return start_ms + np.arange(days)[:, None] * DAY_MS >= self.published_ms[None]
