"""implicit's item neighbours: BM25 and cosine."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np

from bench.quality.peers import RANKED, Peer, product_of
from bench.quality.ranking import rank_by, with_popularity
from bench.quality.task import Queries, Train


class _ItemKnn(Peer):
    """Scores are the sum of the history's similarities to each product."""

    @abstractmethod
    def _model(self) -> Any:
        """Return implicit's model, not fitted yet."""

    def fit(self, train: Train) -> None:
        model = self._model()
        model.fit(train.matrix(), show_progress=False)
        self.similarity = model.similarity.astype(np.float32).tocsr()
        self.popularity = train.popularity()

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        histories = queries.rows().matrix(len(self.popularity))
        return with_popularity((histories @ self.similarity).toarray(), self.popularity)


class Bm25(_ItemKnn):
    """Robertson's weighting of the person-product matrix, then the dot product of products."""

    name = "implicit BM25 kNN"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        if set_name == "basket":
            return product_of(K=[100, 500, 2000], K1=[1.2, 4.0], B=[0.0, 0.2])
        return product_of(K=[20, 100, 500], K1=[0.2, 1.2], B=[0.0, 0.2, 0.75])

    def _model(self) -> Any:
        from implicit.nearest_neighbours import BM25Recommender

        return BM25Recommender(**self.parameters, num_threads=1)


class Cosine(_ItemKnn):
    """Cosine of the products' columns."""

    name = "implicit cosine kNN"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(K=[20, 50, 100, 200, 500])

    def _model(self) -> Any:
        from implicit.nearest_neighbours import CosineRecommender

        return CosineRecommender(**self.parameters, num_threads=1)
