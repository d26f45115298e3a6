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
    products, ranks = _union(
        [found.get(name, _NOTHING) for name in generators],
        _NOTHING if extra is None else extra,
        len(live.catalog.products),
    )
    scores = np.zeros(ranks.shape, np.float32)
    for row, name in enumerate(generators):
        if name in queries:
            scores[row] = _scores(generators[name], queries[name], products, notes)
    return _pool(list(generators), products, scores, ranks, live, shown), notes


_NOTHING = np.zeros(0, np.int32)


def _union(
    found: list[NDArray[np.int32]], extra: NDArray[np.int32], size: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return all products found and the ranks float32 (n_sources, m), in the order of their fused ranks, then codes."""
    together = np.concatenate([_NOTHING, *found])
    counts = np.array([len(each) for each in found], np.intp)
    source = np.repeat(np.arange(len(found)), counts)
    rank = np.arange(1, len(together) + 1) - np.repeat(np.cumsum(counts) - counts, counts)
    # Marks over the whole catalogue are cheaper than sorting what was found.
    marks = np.zeros(size, np.bool_)
    marks[together] = True
    marks[extra] = True
    products = np.flatnonzero(marks).astype(np.int32)
    place = np.empty(size, np.intp)
    place[products] = np.arange(len(products))
    fused = np.bincount(place[together], weights=1 / (FUSION + rank), minlength=len(products))
    products = products[np.argsort(-fused, kind="stable")]
    place[products] = np.arange(len(products))
    ranks = np.full((len(found), len(products)), np.nan, np.float32)
    ranks[source, place[together]] = rank
    return products, ranks


def _scores(
    generator: Generator, query: object, products: NDArray[np.int32], notes: list[str]
) -> NDArray[np.float32] | float:
    try:
        scores = generator.score(query, products)
        return scores if np.isfinite(scores).all() else np.nan_to_num(scores)
    except Exception as error:
        notes.append(f"scores {generator.name}: {type(error).__name__}: {error}")
        return 0.0


def _pool(
    names: list[str],
    products: NDArray[np.int32],
    scores: NDArray[np.float32],
    ranks: NDArray[np.float32],
    live: Live,
    shown: Allowed,
) -> Pool:
    """Return the pool of the products' contents; scores and ranks are (n_sources, n_products)."""
    start, _ = live.catalog.by_product
    contents = live.catalog.contents_of(products)
    owner = np.repeat(np.arange(len(products)), start[products + 1] - start[products])
    if shown is not None:
        kept = shown[contents]
        owner, contents = owner[kept], contents[kept]
    scores, ranks = scores[:, owner], ranks[:, owner]
    return Pool(products[owner], contents, dict(zip(names, scores, strict=True)), dict(zip(names, ranks, strict=True)))
