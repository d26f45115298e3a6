"""Gather: the union of what all generators retrieve, with every source's score and rank of every candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates import Allowed, Generator
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment

FUSION = 10
"""Constant of the reciprocal rank fusion that orders candidates before they are ranked."""


@dataclass(frozen=True)
class Pool:
    """m candidates in the order of retrieval, which is what breaks ties between scores later.

    products, contents int32 (m,); scored, ranked float32 (n_sources, m): what each source gave each candidate.
    """

    products: NDArray[np.int32]
    contents: NDArray[np.int32]
    sources: tuple[str, ...]
    scored: NDArray[np.float32]
    ranked: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.contents)

    @classmethod
    def bare(cls, products: NDArray[np.int32], contents: NDArray[np.int32]) -> "Pool":
        """Return a pool of candidates that no source retrieved."""
        nothing = np.zeros((0, len(contents)), np.float32)
        return cls(products, contents, (), nothing, nothing)

    @lazy
    def scores(self) -> dict[str, NDArray[np.float32]]:
        """float32 (m,) by source."""
        return dict(zip(self.sources, self.scored, strict=True))

    @lazy
    def ranks(self) -> dict[str, NDArray[np.float32]]:
        """float32 (m,) by source: 1 = best, NaN = not retrieved."""
        return dict(zip(self.sources, self.ranked, strict=True))

    def take(self, chosen: NDArray[np.intp]) -> "Pool":
        """Return the chosen candidates, given by their places, in their order."""
        return Pool(
            self.products[chosen],
            self.contents[chosen],
            self.sources,
            self.scored.take(chosen, axis=1),
            self.ranked.take(chosen, axis=1),
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
    lists = [found.get(name, _NOTHING) for name in generators]
    products, ranks = _union(lists, _NOTHING if extra is None else extra)
    scores = np.zeros(ranks.shape, np.float32)
    for row, name in enumerate(generators):
        if name in queries:
            scores[row] = _scores(generators[name], queries[name], products, notes)
    if not np.isfinite(scores).all():
        np.nan_to_num(scores, copy=False)
    return _pool(tuple(generators), products, scores, ranks, live, shown), notes


_NOTHING = np.zeros(0, np.int32)


def _union(found: list[NDArray[np.int32]], extra: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return all products found and the ranks float32 (n_sources, m), in the order of their fused ranks, then codes."""
    together, counts = np.concatenate([_NOTHING, *found]), np.array([len(each) for each in found], np.int64)
    products = np.empty(len(together) + len(extra), np.int32)
    votes, ranks = np.empty(len(products)), np.empty(len(found) * len(products), np.float32)
    size = kernels.load("slotwise.kernels.gathering").union(together, counts, extra, FUSION, products, votes, ranks)
    order = np.lexsort((products[:size], -votes[:size]))
    return products[order], ranks[: len(found) * size].reshape(len(found), size).take(order, axis=1)


def _scores(
    generator: Generator, query: object, products: NDArray[np.int32], notes: list[str]
) -> NDArray[np.float32] | float:
    try:
        return generator.score(query, products)
    except Exception as error:
        notes.append(f"scores {generator.name}: {type(error).__name__}: {error}")
        return 0.0


def _pool(
    names: tuple[str, ...],
    products: NDArray[np.int32],
    scores: NDArray[np.float32],
    ranks: NDArray[np.float32],
    live: Live,
    shown: Allowed,
) -> Pool:
    """Return the pool of the products' contents; scores and ranks are (n_sources, n_products)."""
    contents = live.catalog.contents_of(products)
    owner = (
        None if live.catalog.one_to_one else np.repeat(np.arange(len(products)), live.catalog.contents_each(products))
    )
    if shown is not None and not (kept := shown[contents]).all():
        contents, owner = contents[kept], kept.nonzero()[0] if owner is None else owner[kept]
    if owner is not None:
        products, scores, ranks = products[owner], scores.take(owner, axis=1), ranks.take(owner, axis=1)
    return Pool(products, contents, names, scores, ranks)
