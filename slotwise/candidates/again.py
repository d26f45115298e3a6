"""Again: the person's own products, by how often and how lately they were touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator, Past, Reach
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Sparse

DAY = 86_400_000


@dataclass(frozen=True)
class AgainOptions:
    """Options of the repeat generator."""

    halflife: float = 60.0 * DAY
    """Half-life of an interaction in ms."""


class Again(Generator):
    """Decayed strength of the person's own interactions: worlds of repeat purchase live on it."""

    name = "again"
    reach = Reach(new_person=False, new_product=False)
    Options = AgainOptions

    def __init__(self, options: AgainOptions):
        self.options = options

    @classmethod
    def fit(cls, past: Past, options: AgainOptions, seed: int) -> Self:
        """Nothing to learn."""
        return cls(options)

    def read(self, moment: Moment, live: Live) -> Sparse:
        """Return the decayed strengths of the history."""
        return Sparse.summed(moment.interests, moment.decayed(self.options.halflife))

    def retrieve(self, query: Sparse, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the k products touched most and latest."""
        return query.best(k, allowed)

    def score(self, query: Sparse, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the decayed strengths; 0 for products never touched."""
        return query.of(products)

    @classmethod
    def restore(cls, options: AgainOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator for a catalogue that may have grown."""
        return cls(options)
