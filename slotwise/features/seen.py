"""What features see: a request, products, and the candidates of a request, each with what is kept meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.facets import Facets
from slotwise.gather import Pool
from slotwise.live import Live
from slotwise.moment import Moment

Column = NDArray[np.float32]
T = TypeVar("T")
_BESIDE = "slotwise.kernels.beside"


@dataclass(slots=True)
class Request:
    """What person and scene features see: one person, one moment, the live world."""

    moment: Moment
    live: Live
    facets: Facets

    @property
    def catalog(self) -> Catalog:
        """The catalogue of the live world."""
        return self.live.catalog


@dataclass(slots=True)
class Items:
    """What product features see: contents int32 (m,) and the products they promote int32 (m,)."""

    contents: NDArray[np.int32]
    products: NDArray[np.int32]
    live: Live

    @property
    def catalog(self) -> Catalog:
        """The catalogue of the live world."""
        return self.live.catalog


@dataclass(slots=True)
class Match:
    """What match features see: a request, its candidates, and in `pool` each source's scores and ranks of them.

    touchpoints: for passes over the candidates of several touchpoints, int32 (m,) the facet row of each one's, -1 none.
    """

    request: Request
    items: Items
    pool: Pool
    kept: dict[str, Any] = field(default_factory=dict)
    touchpoints: NDArray[np.int32] | None = None

    @property
    def moment(self) -> Moment:
        """The person's moment."""
        return self.request.moment

    @property
    def live(self) -> Live:
        """The live world."""
        return self.items.live

    @property
    def products(self) -> NDArray[np.int32]:
        """int32 (m,): the product of each candidate."""
        return self.items.products

    def spread(self, products: NDArray[np.int32], weights: NDArray[np.float64]) -> Column:
        """float32 (m,): for each candidate the sum of the weights that stand beside its product."""
        sums = np.empty(len(self.products), np.float32)
        kernels.load(_BESIDE).spread(products, weights, self.products, sums)
        return sums

    def latest(self, products: NDArray[np.int32], times: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64 (m,): for each candidate the latest of the times that stand beside its product, 0 without one."""
        latest = np.empty(len(self.products), np.int64)
        kernels.load(_BESIDE).latest(products, times, self.products, latest)
        return latest

    def keep(self, key: str, make: Callable[[], T]) -> T:
        """Compute something that several features need once per request."""
        found: T | None = self.kept.get(key)
        if found is None:
            found = self.kept[key] = make()
        return found
