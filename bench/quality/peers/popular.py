"""Popularity: of all time, and of the recent past with a tuned half-life."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import RANKED, Peer
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train

HOUR_MS = 3_600_000


class PopularAllTime(Peer):
    """Events of each product in the training log."""

    name = "popular, all time"
    sets = RANKED

    def fit(self, train: Train) -> None:
        self.counts = train.popularity().astype(np.float32)

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(lambda part: np.tile(self.counts, (len(part), 1)), queries, k)


class PopularRecent(Peer):
    """Events of each product, each worth 2 ** (-age / half-life); goes on counting along a stream."""

    name = "popular, recent"
    sets = RANKED

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        hours = (
            [0.05, 0.1, 0.15, 0.25, 0.5, 1] if set_name == "globo_next" else [24 * d for d in (7, 30, 90, 365, 1500)]
        )
        return [{"half_life_h": value} for value in hours]

    def fit(self, train: Train) -> None:
        self.half_life_ms = self.parameters["half_life_h"] * HOUR_MS
        self.at = train.now
        age = (self.at - train.log.time) / self.half_life_ms
        self.counts = np.bincount(train.log.product, np.exp2(-age), train.n_products)

    def observe(self, log: Log) -> None:
        now = int(log.time[-1])
        self.counts *= np.exp2(-(now - self.at) / self.half_life_ms)
        np.add.at(self.counts, log.product, np.exp2(-(now - log.time) / self.half_life_ms))
        self.at = now

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(lambda part: np.tile(self.counts, (len(part), 1)), queries, k)
