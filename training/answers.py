"""Answers: what one contender placed at every case, and which of it was wanted, as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import ServiceLevel

LEVELS = tuple(ServiceLevel)


@dataclass(frozen=True)
class Trial:
    """What metrics may know beside the answers, the same for all contenders; codes are the data set's.

    wanted int32 (n,): how many different products were wanted. history_categories float32 (n, n_categories + 1):
    share of each category in the person's interests, all 0 for a new person. history_popularity float64 (n,): mean
    popularity of these interests, NaN for a new person. popularity float64 (n_products,): share of each product in
    the interest before the split. vectors float32 (n_products, d): directions of the products' contents. category
    int32 (n_products,), -1 unknown. alive: number of products that could be placed. seen float64 (n_slots,): chance
    that a slot is seen. weight float64 (n,).
    """

    wanted: NDArray[np.int32]
    history_categories: NDArray[np.float32]
    history_popularity: NDArray[np.float64]
    popularity: NDArray[np.float64]
    vectors: NDArray[np.float32]
    category: NDArray[np.int32]
    alive: int
    seen: NDArray[np.float64]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class ShownLists:
    """The lists that were really shown, re-ordered by a contender; rows start[i] ... start[i + 1] belong to case i.

    scores float64 (rows,) comparable within a case, labels int32 (rows,), slots int16 (rows,) where they stood.
    """

    start: NDArray[np.int64]
    scores: NDArray[np.float64]
    labels: NDArray[np.int32]
    slots: NDArray[np.int16]

    @property
    def case(self) -> NDArray[np.intp]:
        """int64 (rows,): the case of each row."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


@dataclass(frozen=True)
class Answers:
    """One contender's answers at n cases.

    products int32 (n, depth), -1 where a slot stayed empty; hits bool (n, depth): the first placement of each wanted
    product; scores float64 (n, depth), NaN where empty; level int8 (n,) codes of LEVELS; retrieved, brought: see
    `funnel`. `shown` is None where nothing was logged as shown.
    """

    name: str
    trial: Trial
    products: NDArray[np.int32]
    hits: NDArray[np.bool_]
    scores: NDArray[np.float64]
    level: NDArray[np.int8]
    shown: ShownLists | None = None

    def __len__(self) -> int:
        return len(self.products)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """bool (n, depth): slots that were filled."""
        return self.products >= 0
