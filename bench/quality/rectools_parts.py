"""The two parts that a RecTools user writes: the features of candidates and the LambdaMART ranker."""

from __future__ import annotations

from typing import Any

import pandas as pd
from lightgbm import LGBMRanker
from rectools import Columns
from rectools.models.ranking import CandidateFeatureCollector, Reranker

from bench.quality.peers import SEED


class Facts(CandidateFeatureCollector):
    """Counts and ages, in days before the last event, of persons, products and pairs."""

    def _facts(self, keys: list[str], dataset: Any) -> pd.DataFrame:
        events = dataset.get_raw_interactions()
        age = (events[Columns.Datetime].max() - events[Columns.Datetime]).dt.total_seconds() / 86_400
        grouped = events.assign(age=age, recent=0.5 ** (age / 30)).groupby(keys)
        name = "_".join(keys)
        return (
            grouped.agg(n=("age", "size"), last=("age", "min"), first=("age", "max"), recent=("recent", "sum"))
            .add_prefix(f"{name}_")
            .reset_index()
        )

    def _get_user_features(self, users: Any, dataset: Any, fold_info: Any) -> pd.DataFrame:
        return self._facts([Columns.User], dataset)

    def _get_item_features(self, items: Any, dataset: Any, fold_info: Any) -> pd.DataFrame:
        return self._facts([Columns.Item], dataset)

    def _get_user_item_features(self, useritem: Any, dataset: Any, fold_info: Any) -> pd.DataFrame:
        return self._facts(Columns.UserItem, dataset)


class LambdaMart(Reranker):
    """LightGBM's ranker, told which candidates belong to one person."""

    @classmethod
    def of(cls, num_leaves: int) -> LambdaMart:
        settings = {"learning_rate": 0.05, "min_child_samples": 20, "random_state": SEED, "verbose": -1}
        return cls(LGBMRanker(n_estimators=100, num_leaves=num_leaves, **settings, n_jobs=1))

    def prepare_fit_kwargs(self, candidates_with_target: pd.DataFrame) -> dict[str, Any]:
        ordered = candidates_with_target.sort_values(Columns.User, kind="stable")
        sizes = ordered.groupby(Columns.User).size().to_numpy()
        return {**super().prepare_fit_kwargs(ordered), "group": sizes}
