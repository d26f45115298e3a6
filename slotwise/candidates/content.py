"""Content: products near what the person touched, by their words and attributes.

Character n-grams inside words (so that Chinese needs no word segmenter), the category and the
attributes as whole tokens, hashed, weighted by TF-IDF and reduced by a truncated SVD (latent semantic
analysis, Deerwester et al. 1990). The projection stays in the bundle: a new product is reachable the
moment it is in the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

from slotwise.candidates import Allowed, Arrays, Past, Reach
from slotwise.candidates.kinds import Listing
from slotwise.catalog import Catalog, Products
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.inner_product import InnerProductIndex
from slotwise.retrieval.lists import Lists, lists_of, make_lists
from slotwise.retrieval.top import Shortlist
from slotwise.words import BUCKETS, counted_tokens


@dataclass(frozen=True)
class ContentOptions:
    """Options of the content model."""

    dimensions: int = 48
    """Length of a product's content vector."""
    history: int = 30
    """Most recent products that make the profile."""
    recency: float = 0.95
    """Weight of each product of the profile against the one after it."""


class Content(Listing):
    """Cosine between a product and the person's profile, the weighted mean of their products."""

    name = "content"
    reach = Reach(new_person=False, new_product=True)
    Options = ContentOptions

    def __init__(
        self,
        options: ContentOptions,
        vectors: NDArray[np.float32],
        rarity: NDArray[np.float32],
        projection: NDArray[np.float32],
        lists: Lists | None = None,
    ):
        self.options = options
        self.vectors = vectors
        self.rarity = rarity
        self.projection = projection
        self.lists = lists
        self.index = InnerProductIndex(vectors, lists)
        self._recency = np.power(options.recency, np.arange(options.history)[::-1])

    @classmethod
    def fit(cls, past: Past, options: ContentOptions, seed: int) -> Self:
        """Learn token weights and the projection from the whole catalogue."""
        counts = _token_matrix(past.catalog.products, 0)
        documents = np.bincount(counts.indices, minlength=BUCKETS)
        rarity = np.log((1 + counts.shape[0]) / (1 + documents)).astype(np.float32) + np.float32(1)
        weighted = _weighted(counts, rarity)
        projection = _projection(weighted, options.dimensions, seed)
        vectors = _unit(weighted @ projection)
        return cls(options, vectors, rarity, projection, make_lists(vectors))

    def read(self, moment: Moment, live: Live) -> NDArray[np.float32]:
        """Return the profile, float32 (dimensions,), of length 1; zeros without a history."""
        products = moment.distinct[0][-self.options.history :]
        weight = self._recency[len(self._recency) - len(products) :]
        profile: NDArray[np.float32] = (weight @ self.vectors.take(products, axis=0)).astype(np.float32)
        return profile / np.float32(max(sqrt(profile.dot(profile)), 1e-9))

    def listed(self, query: NDArray[np.float32], k: int, allowed: Allowed) -> Shortlist | None:
        """Return the nearest products."""
        return self.index.listed(query, k, allowed) if query[0] != 0 or query.any() else None

    def score(self, query: NDArray[np.float32], products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the cosines."""
        return self.index.of(query, products)

    def arrays(self) -> Arrays:
        """Return vectors, token weights and projection."""
        lists = self.lists.arrays() if self.lists else {}
        return {"vectors": self.vectors, "rarity": self.rarity, "projection": self.projection, **lists}

    @classmethod
    def restore(cls, options: ContentOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the vectors and compute those of products that came later."""
        vectors, rarity, projection = arrays["vectors"], arrays["rarity"], arrays["projection"]
        if len(catalog.products) > len(vectors):
            new = _weighted(_token_matrix(catalog.products, len(vectors)), rarity) @ projection
            vectors = np.concatenate([vectors, _unit(new)])
        return cls(options, vectors, rarity, projection, lists_of(arrays))


def _token_matrix(products: Products, start: int) -> sp.csr_matrix:
    counted = [counted_tokens(products, place) for place in range(start, len(products))]
    indptr = np.concatenate([[0], np.cumsum([len(each) for each in counted])])
    indices = np.array([token for each in counted for token in each], dtype=np.int32)
    data = np.array([count for each in counted for count in each.values()], dtype=np.float32)
    return sp.csr_matrix((data, indices, indptr), shape=(len(counted), BUCKETS))


def _weighted(counts: sp.csr_matrix, rarity: NDArray[np.float32]) -> sp.csr_matrix:
    data = (1 + np.log(counts.data)) * rarity[counts.indices]
    weighted = sp.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sp.csr_matrix(sp.diags(1 / np.maximum(length, 1e-9)) @ weighted, dtype=np.float32)


def _projection(weighted: sp.csr_matrix, dimensions: int, seed: int) -> NDArray[np.float32]:
    rank = min(dimensions, min(weighted.shape) - 1)
    if rank < 1 or not weighted.nnz:
        return np.zeros((BUCKETS, dimensions), np.float32)
    start = np.random.Generator(np.random.Philox(key=seed)).standard_normal(min(weighted.shape))
    _, _, components = svds(weighted.astype(np.float64), k=rank, v0=start)
    # Signs of singular vectors are arbitrary: the largest entry is made positive.
    peaks = components[np.arange(rank), np.argmax(np.abs(components), axis=1)]
    components = (components * np.sign(peaks)[:, None])[::-1]
    return np.ascontiguousarray(np.pad(components.T, ((0, 0), (0, dimensions - rank))), dtype=np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)
