"""Gather: the union of what all generators retrieve, with every source's score and rank of every candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator
from slotwise.live import Live
from slotwise.moment import Moment

FUSION = 10
"""Constant of the reciprocal rank fusion that orders candidates before they are ranked."""


@dataclass(frozen=True)
class Pool:
    """m candidates in the order of retrieval, which is what breaks ties between scores later.

    products, contents int32 (m,); scores, ranks float32 (m,) by source, rank 1 = best, NaN = not retrieved.
    """

    products: NDArray[np.int32]
    contents: NDArray[np.int32]
    scores: dict[str, NDArray[np.float32]]
    ranks: dict[str, NDArray[np.float32]]

    def __len__(self) -> int:
        return len(self.contents)

    def take(self, chosen: NDArray[Any]) -> "Pool":
        """Return the chosen candidates (places or a mask), in their order."""
        return Pool(
            self.products[chosen],
            self.contents[chosen],
            {name: each[chosen] for name, each in self.scores.items()},
            {name: each[chosen] for name, each in self.ranks.items()},
        )


def gather(
    generators: Mapping[str, Generator],
    moment: Moment,
    live: Live,
    k: int,
    allowed: Allowed,
    extra: NDArray[np.int32] | None = None,
) -> tuple[Pool, list[str]]:
    """Return the pool and a note for every generator that failed.

    allowed: bool (n_products,) of what may be retrieved. extra: products that belong to the pool whether
    they are retrieved or not. A generator that fails contributes nothing; the others go on.
    """
    queries, found, notes = {}, {}, []
    for name, generator in generators.items():
        try:
            queries[name] = generator.read(moment, live)
            found[name] = generator.retrieve(queries[name], k, allowed)
        except Exception as error:
            notes.append(f"candidates {name}: {type(error).__name__}: {error}")
            queries.pop(name, None)
    products = np.unique(np.concatenate([_NOTHING if extra is None else extra, *found.values()])).astype(np.int32)
    ranks = {name: _ranks(products, found.get(name, _NOTHING)) for name in generators}
    order = _order(products, ranks)
    products = products[order]
    ranks = {name: each[order] for name, each in ranks.items()}
    scores = {name: _scores(generators[name], queries, name, products, notes) for name in generators}
    return _with_contents(products, scores, ranks, live), notes


_NOTHING = np.zeros(0, np.int32)


def _ranks(products: NDArray[np.int32], found: NDArray[np.int32]) -> NDArray[np.float32]:
    ranks = np.full(len(products), np.nan, np.float32)
    ranks[np.searchsorted(products, found)] = np.arange(1, len(found) + 1)
    return ranks


def _order(products: NDArray[np.int32], ranks: dict[str, NDArray[np.float32]]) -> NDArray[np.intp]:
    fused = np.zeros(len(products), np.float32)
    for each in ranks.values():
        fused += np.nan_to_num(1 / (FUSION + each))
    return np.lexsort((products, -fused))


def _scores(
    generator: Generator, queries: dict[str, object], name: str, products: NDArray[np.int32], notes: list[str]
) -> NDArray[np.float32]:
    if name not in queries:
        return np.zeros(len(products), np.float32)
    try:
        return np.nan_to_num(generator.score(queries[name], products))
    except Exception as error:
        notes.append(f"scores {name}: {type(error).__name__}: {error}")
        return np.zeros(len(products), np.float32)


def _with_contents(
    products: NDArray[np.int32],
    scores: dict[str, NDArray[np.float32]],
    ranks: dict[str, NDArray[np.float32]],
    live: Live,
) -> Pool:
    catalog = live.catalog
    if catalog.one_to_one:
        return Pool(products, products, scores, ranks)
    start, _ = catalog.by_product
    owner = np.repeat(np.arange(len(products)), start[products + 1] - start[products])
    return Pool(
        products[owner],
        catalog.contents_of(products),
        {name: each[owner] for name, each in scores.items()},
        {name: each[owner] for name, each in ranks.items()},
    )
