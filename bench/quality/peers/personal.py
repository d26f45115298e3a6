"""Bought again: a person's own frequency and recency, mixed with recent popularity."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import Peer, product_of
from bench.quality.peers.popular import HOUR_MS, PopularRecent
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train


class Personal(Peer):
    """Each earlier purchase counts 2 ** (-age / half-life); `weight` of the score is the popularity's share.

    A strong and simple baseline of next-basket work: Li et al., A next basket recommendation reality check, 2023.
    """

    name = "bought again + popularity"
    sets = ("basket",)

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(half_life_d=[365, 1500], weight=[4.0, 8.0, 16.0], popular_d=[30, 365])

    def fit(self, train: Train) -> None:
        self.popular = PopularRecent(half_life_h=24 * self.parameters["popular_d"])
        self.popular.fit(train)

    def observe(self, log: Log) -> None:
        self.popular.observe(log)

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        counts = self.popular.counts
        scores = np.tile(self.parameters["weight"] * counts / max(counts.sum(), 1e-12), (len(queries), 1))
        rows = queries.history.rows
        age_ms = queries.time[rows] - queries.history_time.values
        worth = np.exp2(-age_ms / (self.parameters["half_life_d"] * 24 * HOUR_MS))
        share = worth / np.maximum(np.bincount(rows, worth, len(queries)), 1e-12)[rows]
        np.add.at(scores, (rows, queries.history.values), share)
        return scores
