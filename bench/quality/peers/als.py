"""implicit's alternating least squares, persons folded in from their history."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.peers import RANKED, SEED, Peer, product_of
from bench.quality.ranking import rank_by, with_popularity
from bench.quality.task import Queries, Train


class Als(Peer):
    """Hu, Koren and Volinsky 2008; a query's factors come from `recalculate_user` on its history."""

    name = "implicit ALS"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        if set_name == "globo_next":
            return product_of(factors=[64], regularization=[0.01, 1.0], alpha=[1, 10])
        if set_name == "basket":
            return product_of(factors=[64, 128], regularization=[10.0, 30.0], alpha=[10, 40])
        return product_of(factors=[32, 64, 128], regularization=[0.1, 10.0, 50.0], alpha=[1, 5])

    def fit(self, train: Train) -> None:
        from implicit.als import AlternatingLeastSquares

        self.model = AlternatingLeastSquares(**self.parameters, iterations=15, num_threads=1, random_state=SEED)
        self.model.fit(train.matrix(), show_progress=False)
        self.popularity = train.popularity()

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        histories = queries.rows().matrix(len(self.popularity))
        factors = self.model.recalculate_user(np.arange(len(queries)), histories)
        return with_popularity(factors @ self.model.item_factors.T, self.popularity)
