"""RP3beta: three steps of a random walk over the person-product graph, popular products held back."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from bench.quality.peers import RANKED, Peer, product_of
from bench.quality.ranking import rank_by, with_popularity
from bench.quality.task import Queries, Train

CHUNK = 1000  # products whose neighbours are found at once


class Rp3Beta(Peer):
    """Paudel et al., Updatable, accurate, diverse and scalable recommendations, 2017; `neighbours` are kept."""

    name = "RP3beta"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(alpha=[0.5, 0.8], beta=[0.2, 0.5, 0.8], neighbours=[500])

    def fit(self, train: Train) -> None:
        matrix = train.matrix()
        matrix.data[:] = 1
        self.popularity = train.popularity()
        alpha = self.parameters["alpha"]
        to_product, to_person = _step(matrix, alpha), _step(matrix.T.tocsr(), alpha)
        weight = np.where(self.popularity > 0, np.maximum(self.popularity, 1) ** -self.parameters["beta"], 0)
        scaled = to_product @ sparse.diags(weight)
        starts = range(0, to_person.shape[0], CHUNK)
        parts = [self._neighbours(to_person[at : at + CHUNK] @ scaled, at) for at in starts]
        self.walks = sparse.vstack(parts).tocsr().astype(np.float32)

    def _neighbours(self, walks: sparse.csr_matrix, first: int) -> sparse.csr_matrix:
        """The strongest neighbours of each product, itself left out."""
        dense = walks.toarray()
        dense[np.arange(len(dense)), np.arange(len(dense)) + first] = 0
        keep = min(self.parameters["neighbours"], dense.shape[1])
        columns = np.argpartition(-dense, keep - 1, axis=1)[:, :keep]
        values = np.take_along_axis(dense, columns, axis=1)
        rows = np.repeat(np.arange(len(dense)), keep)
        found = sparse.csr_matrix((values.ravel(), (rows, columns.ravel())), dense.shape)
        found.eliminate_zeros()
        return found

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        histories = queries.rows().matrix(len(self.popularity))
        return with_popularity((histories @ self.walks).toarray(), self.popularity)


def _step(matrix: sparse.csr_matrix, alpha: float) -> sparse.csr_matrix:
    """Chances of one step of the walk, row by row, to the power alpha."""
    step = (sparse.diags(1 / np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1e-12)) @ matrix).tocsr()
    step.data **= alpha
    return step
