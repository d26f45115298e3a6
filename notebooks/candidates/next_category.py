"""Next category: from the category touched last to the one that usually follows, its most wanted products first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator, Past, Reach
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import top_k
from slotwise.trail import pairs

Query = NDArray[np.float32] | None


@dataclass(frozen=True)
class NextCategoryOptions:
    """Options of the next category."""

    smoothing: float = 10.0
    """Steps by which what follows a category is drawn towards what follows any."""


class NextCategory(Generator):
    """The chance that a category follows the last one, times each product's share within its category."""

    name = "next_category"
    reach = Reach(new_person=False, new_product=True)
    Options = NextCategoryOptions

    def __init__(self, options: NextCategoryOptions, follows: NDArray[np.float32], catalog: Catalog):
        self.options = options
        self.follows = follows
        # A category that came after training stands where the unknown one stands: last, like -1.
        category = catalog.products.category
        self.category = np.where(category < len(follows) - 1, category, -1)

    @classmethod
    def fit(cls, past: Past, options: NextCategoryOptions, seed: int) -> Self:
        """Count which category is touched right after which; `follows` float32 (c + 1, c + 1), rows sum to 1."""
        category, size = past.catalog.products.category, len(past.catalog.products.categories) + 1
        steps = pairs(past.interactions, reach=1)
        counts = np.zeros((size, size))
        np.add.at(counts, (category[steps.seed], category[steps.follower]), 1.0)
        usual = (counts.sum(axis=0) + 1.0) / (counts.sum() + size)
        follows = counts + options.smoothing * usual
        return cls(options, (follows / follows.sum(axis=1, keepdims=True)).astype(np.float32), past.catalog)

    def read(self, moment: Moment, live: Live) -> Query:
        """Return a score for every product, float32 (n,), or None without a history."""
        if not len(moment.interests):
            return None
        share = live.share()
        in_category = share / np.maximum(live.by_category(share)[self.category], 1e-12)
        return (self.follows[self.category[moment.interests[-1]]][self.category] * in_category).astype(np.float32)

    def retrieve(self, query: Query, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the k best products."""
        return np.zeros(0, np.int32) if query is None else top_k(query, k, allowed)

    def score(self, query: Query, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the chances; 0 without a history."""
        return np.zeros(len(products), np.float32) if query is None else query[products]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what was counted."""
        return {"follows": self.follows}

    @classmethod
    def restore(cls, options: NextCategoryOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator for a catalogue that may have grown."""
        return cls(options, arrays["follows"], catalog)
