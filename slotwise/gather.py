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
    shown: Allowed = None,
) -> tuple[Pool, list[str]]:
    """Return the pool and a note for every generator that failed.

    allowed: bool (n_products,) of what may be retrieved. extra: products that belong to the pool whether
    they are retrieved or not. shown: bool (n_contents,) of what may stand in the pool. A generator that
    fails contributes nothing; the others go on.
    """
    queries: dict[str, Any] = {}
    found: dict[str, NDArray[np.int32]] = {}
    notes: list[str] = []
    for name, generator in generators.items():
        try:
            queries[name] = generator.read(moment, live)
            found[name] = generator.retrieve(queries[name], k, allowed)
        except Exception as error:
            notes.append(f"candidates {name}: {type(error).__name__}: {error}")
            queries.pop(name, None)
    products = np.unique(np.concatenate([_NOTHING if extra is None else extra, *found.values()])).astype(np.int32)
    places = {name: np.searchsorted(products, each) for name, each in found.items()}
    order = _order(len(products), places)
    products, places = products[order], _moved(places, order)
    ranks = {name: _ranks(len(products), places.get(name, _NOTHING)) for name in generators}
    scores = {name: _scores(generators[name], queries, name, products, notes) for name in generators}
    return _with_contents(products, scores, ranks, live, shown), notes


_NOTHING = np.zeros(0, np.int32)


def _order(size: int, places: Mapping[str, NDArray[np.intp]]) -> NDArray[np.intp]:
    """Best fused rank first; the products are ascending, so a stable sort breaks ties by code."""
    fused = np.zeros(size, np.float32)
    for each in places.values():
        fused[each] += 1 / np.arange(FUSION + 1, FUSION + 1 + len(each), dtype=np.float32)
    return np.argsort(-fused, kind="stable")


def _moved(places: Mapping[str, NDArray[np.intp]], order: NDArray[np.intp]) -> dict[str, NDArray[np.intp]]:
    moved_to = np.empty(len(order), np.intp)
    moved_to[order] = np.arange(len(order))
    return {name: moved_to[each] for name, each in places.items()}


def _ranks(size: int, places: NDArray[np.integer]) -> NDArray[np.float32]:
    ranks = np.full(size, np.nan, np.float32)
    ranks[places] = np.arange(1, len(places) + 1)
    return ranks


def _scores(
    generator: Generator, queries: dict[str, object], name: str, products: NDArray[np.int32], notes: list[str]
) -> NDArray[np.float32]:
    if name not in queries:
        return np.zeros(len(products), np.float32)
    try:
        scores = generator.score(queries[name], products)
        return scores if np.isfinite(scores).all() else np.nan_to_num(scores)
    except Exception as error:
        notes.append(f"scores {name}: {type(error).__name__}: {error}")
        return np.zeros(len(products), np.float32)


def _with_contents(
    products: NDArray[np.int32],
    scores: dict[str, NDArray[np.float32]],
    ranks: dict[str, NDArray[np.float32]],
    live: Live,
    shown: Allowed,
) -> Pool:
    catalog = live.catalog
    if catalog.one_to_one:
        pool = Pool(products, products, scores, ranks)
        return pool if shown is None or shown[products].all() else pool.take(shown[products])
    start, _ = catalog.by_product
    owner = np.repeat(np.arange(len(products)), start[products + 1] - start[products])
    contents = catalog.contents_of(products)
    if shown is not None:
        kept = shown[contents]
        owner, contents = owner[kept], contents[kept]
    return Pool(
        products[owner],
        contents,
        {name: each[owner] for name, each in scores.items()},
        {name: each[owner] for name, each in ranks.items()},
    )
