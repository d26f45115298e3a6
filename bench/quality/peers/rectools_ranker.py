"""RecTools' two-stage pipeline: candidates of three models, ranked by LightGBM on their scores and features."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.peers import SEED, Peer, product_of
from bench.quality.task import Queries, Train

CANDIDATES = 100  # of each first-stage model
DAY_MS = 86_400_000


class RectoolsRanker(Peer):
    """rectools.models.ranking.CandidateRankingModel, built as its documentation shows.

    First stage: implicit ALS, implicit BM25 and popularity. Second stage: LambdaMART on their scores and ranks and
    on features of the person, the product and the pair (`Facts`). The ranker's examples come from the last tenth of
    the training time, or from each person's last events (`by`). RecTools ranks persons, not moments: a person's
    queries all get the list that was made at the end of training. Persons without training events get popularity.
    """

    name = "RecTools candidates + LightGBM"
    sets = ("movielens_time", "basket")

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(by=["time", "person"], num_leaves=[7, 31], repeats=[set_name == "basket"])

    def fit(self, train: Train) -> None:
        import pandas as pd
        from rectools import Columns
        from rectools.dataset import Dataset

        log = train.log
        time = log.time.astype("datetime64[ms]").astype("datetime64[ns]")
        names = (Columns.User, Columns.Item, Columns.Weight, Columns.Datetime)
        frame = pd.DataFrame(dict(zip(names, (log.person, log.product, np.ones(len(log)), time), strict=True)))
        self.dataset = Dataset.construct(frame)
        self.popular = np.argsort(-train.popularity(), kind="stable").astype(np.int32)
        self.model = self._model(train)
        self.model.fit(self.dataset)

    def _model(self, train: Train) -> Any:
        from implicit.als import AlternatingLeastSquares
        from implicit.nearest_neighbours import BM25Recommender
        from rectools.model_selection import LastNSplitter, TimeRangeSplitter
        from rectools.models import ImplicitALSWrapperModel, ImplicitItemKNNWrapperModel, PopularModel
        from rectools.models.ranking import CandidateGenerator, CandidateRankingModel, PerUserNegativeSampler

        from bench.quality.rectools_parts import Facts, LambdaMart

        first = [
            ImplicitALSWrapperModel(
                AlternatingLeastSquares(factors=64, regularization=10.0, num_threads=1, random_state=SEED)
            ),
            ImplicitItemKNNWrapperModel(BM25Recommender(K=200, K1=0.2, B=0.2, num_threads=1)),
            PopularModel(),
        ]
        days = max(1, int(np.ptp(train.log.time) / DAY_MS / 10))
        new_only = not self.parameters["repeats"]
        splitter: Any = (
            TimeRangeSplitter(f"{days}D", filter_already_seen=new_only)
            if self.parameters["by"] == "time"
            else LastNSplitter(5, filter_already_seen=new_only)
        )
        return CandidateRankingModel(
            [CandidateGenerator(model, CANDIDATES, True, True, 0.0, CANDIDATES + 1.0) for model in first],
            splitter,
            LambdaMart.of(self.parameters["num_leaves"]),
            PerUserNegativeSampler(50, SEED),
            Facts(),
        )

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        from rectools import Columns

        known = np.unique(queries.person[np.isin(queries.person, self.dataset.user_id_map.external_ids)])
        found = self.model.recommend(known, self.dataset, k, filter_viewed=not self.parameters["repeats"])
        lists = np.full((len(known), k), -1, np.int32)
        place = np.searchsorted(known, found[Columns.User].to_numpy())
        lists[place, found[Columns.Rank].to_numpy() - 1] = found[Columns.Item].to_numpy()
        ranked = np.tile(self.popular[:k], (len(queries), 1))
        is_known = np.isin(queries.person, known)
        ranked[is_known] = lists[np.searchsorted(known, queries.person[is_known])]
        return ranked
