"""Gather: the union of what all generators retrieve, with every source's score and rank of every candidate."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates import Allowed, Generator
from slotwise.catalog import Catalog
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.uniting import Source, united


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

    def part(self, part: slice) -> "Pool":
        """Return a stretch of the candidates, over the same memory."""
        return Pool(self.products[part], self.contents[part], self.sources, self.scored[:, part], self.ranked[:, part])

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
    read: list[Source] = []
    notes: list[str] = []
    for row, (name, generator) in enumerate(generators.items()):
        try:
            query = generator.read(moment, live)
            found = generator.listed(query, k, allowed)
            best = generator.retrieve(query, k, allowed) if found is None else None
            read.append(Source(row, generator, query, found, best))
        except Exception as error:
            notes.append(f"candidates {name}: {type(error).__name__}: {error}")
    products, ranks, scores = united(
        read, len(generators), k, _NOTHING if extra is None else extra, len(live.catalog.products)
    )
    for row, generator, query, *_ in read:
        if not generator.adds_up:
            scores[row] = _scores(generator, query, products, notes)
    if not np.isfinite(scores).all():
        np.nan_to_num(scores, copy=False)
    return _pool(tuple(generators), products, scores, ranks, live, shown), notes


_NOTHING = np.zeros(0, np.int32)


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
    catalog = live.catalog
    if catalog.one_to_one:
        pool = Pool(products, products, names, scores, ranks)
        return pool if shown is None or (kept := shown[products]).all() else pool.take(kept.nonzero()[0])
    contents, owner = _contents(products, catalog, shown)
    return Pool(products[owner], contents, names, scores.take(owner, axis=1), ranks.take(owner, axis=1))


def _contents(
    products: NDArray[np.int32], catalog: Catalog, shown: Allowed
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the contents of the products, int32, and the place of each one's product among them."""
    start, by_product = catalog.by_product
    most = int(catalog.contents_each(products).sum())
    contents, owner = np.empty(most, np.int32), np.empty(most, np.int64)
    kernel = kernels.load("slotwise.kernels.uniting")
    count = kernel.contents(products, start, by_product, _ALL if shown is None else shown, contents, owner)
    return contents[:count], owner[:count]


_ALL = np.zeros(0, np.bool_)
