"""EASE: a linear model of products by products in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import linalg, sparse

from bench.quality.peers import RANKED, Peer, product_of
from bench.quality.ranking import rank_by, with_popularity
from bench.quality.task import Queries, Train

LARGEST = 4000  # products in the direct form, whose cost grows with their cube


class Ease(Peer):
    """Steck, Embarrassingly shallow autoencoders for sparse data, 2019.

    With P = (X'X + l I)^-1 the scores of a history h are h - (h P) / diag P. Where there are fewer persons than
    products, P follows from the inverse of (XX' + l I) by Woodbury's identity, which is exact and far smaller;
    otherwise P is computed directly for the `LARGEST` most popular products.
    """

    name = "EASE"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        if set_name in ("globo_next", "basket"):
            return product_of(regularization=[100, 1000, 5000])
        return product_of(regularization=[50, 200, 500, 1000, 2000, 5000])

    def fit(self, train: Train) -> None:
        matrix = train.matrix()
        matrix.data[:] = 1
        self.popularity = train.popularity()
        size = min(train.n_products, LARGEST)
        self.dual = matrix.shape[0] <= size
        self.kept = np.arange(train.n_products) if self.dual else np.argsort(-self.popularity, kind="stable")[:size]
        self.matrix = matrix[:, self.kept].astype(np.float64)
        _ = self._fit_dual() if self.dual else self._fit_direct()

    def _fit_direct(self) -> None:
        gram = (self.matrix.T @ self.matrix).toarray()
        gram[np.diag_indices_from(gram)] += self.parameters["regularization"]
        self.inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
        self.diagonal = np.diag(self.inverse)

    def _fit_dual(self) -> None:
        gram = (self.matrix @ self.matrix.T).toarray()
        gram[np.diag_indices_from(gram)] += self.parameters["regularization"]
        inner = np.asarray(self.matrix.T @ linalg.inv(gram, overwrite_a=True, check_finite=False)).T
        explained = np.asarray(self.matrix.multiply(inner).sum(axis=0)).ravel()
        self.diagonal = (1 - explained) / self.parameters["regularization"]
        self.inner = np.ascontiguousarray(inner, np.float32)  # products of this size are twice as fast in float32

    def _times_inverse(self, histories: sparse.csr_matrix) -> np.ndarray:
        if not self.dual:
            return np.asarray(histories @ self.inverse)
        shared = (histories @ self.matrix.T).toarray().astype(np.float32) @ self.inner
        return (histories.toarray() - shared) / self.parameters["regularization"]

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        histories = queries.rows().matrix(len(self.popularity))[:, self.kept].astype(np.float64)
        histories.data[:] = 1
        scores = np.zeros((len(queries), len(self.popularity)), np.float32)
        scores[:, self.kept] = histories.toarray() - self._times_inverse(histories) / self.diagonal
        return with_popularity(scores, self.popularity)
