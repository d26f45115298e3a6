"""Gather: the union of what all generators retrieve, with every source's score and rank of every candidate.

This is the plain form, which serves without machine code; a model's `Gatherer` gives the same, and is faster.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator
from slotwise.catalog import Catalog
from slotwise.decision import ByName
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.uniting import Source, united


@dataclass(slots=True)
class Pool:
    """m candidates in the order of retrieval, which is what breaks ties between scores later. Not to be changed.

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

    @property
    def scores(self) -> ByName:
        """float32 (m,) by source."""
        return ByName(self.sources, self.scored)

    @property
    def ranks(self) -> ByName:
        """float32 (m,) by source: 1 = best, NaN = not retrieved."""
        return ByName(self.sources, self.ranked)

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
    size, read, notes = len(live.catalog.products), list[Source](), list[str]()
    for row, (name, generator) in enumerate(generators.items()):
        try:
            query = generator.read(moment, live)
            found = generator.listed(query, k, allowed)
            best = generator.retrieve(query, k, allowed) if found is None else None
            each = Source(row, generator, query, found, best)
            _check(each.codes, size)
            read.append(each)
        except Exception as error:
            notes.append(f"candidates {name}: {type(error).__name__}: {error}")
    products, ranks = united(read, len(generators), k, _NOTHING if extra is None else extra, size)
    scores = np.zeros(ranks.shape, np.float32)
    for row, generator, query, *_ in read:
        try:
            scores[row] = generator.score(query, products)
        except Exception as error:
            notes.append(f"scores {generator.name}: {type(error).__name__}: {error}")
    np.nan_to_num(scores, copy=False)
    return _pool(tuple(generators), products, scores, ranks, live.catalog, shown), notes


def _check(codes: NDArray[np.int32], size: int) -> None:
    if len(codes) and not 0 <= codes.min() <= codes.max() < size:
        raise IndexError(NO_PRODUCT)


def _pool(
    names: tuple[str, ...],
    products: NDArray[np.int32],
    scores: NDArray[np.float32],
    ranks: NDArray[np.float32],
    catalog: Catalog,
    shown: Allowed,
) -> Pool:
    """Return the pool of the products' contents; scores and ranks are (n_sources, n_products)."""
    contents = catalog.contents_of(products)
    owner = np.arange(len(products))
    if not catalog.one_to_one:
        owner = owner.repeat(catalog.contents_each(products))
    if shown is not None:
        contents, owner = contents[shown[contents]], owner[shown[contents]]
    return Pool(products[owner], contents, names, scores.take(owner, axis=1), ranks.take(owner, axis=1))


_NOTHING = np.zeros(0, np.int32)
NO_PRODUCT = "a code is no product's"
