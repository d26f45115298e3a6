"""Recent popularity within the same value of one scene column, smoothed by recent popularity overall."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import Peer, product_of
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train

HOUR_MS = 3_600_000
ALL = "(all)"


class PopularInScene(Peer):
    """Decayed counts per (scene value, product); `share` of the score is the count over all scenes."""

    name = "popular in scene, recent"
    sets = ("globo_next", "basket")

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        if set_name == "basket":
            return product_of(column=["context.store"], half_life_h=[24 * 90, 24 * 365], share=[0.03, 0.1, 0.3])
        columns = ["context.referrer_type", "context.region"]
        return product_of(column=columns, half_life_h=[0.25, 0.5], share=[0.03, 0.1, 0.3])

    def fit(self, train: Train) -> None:
        self.half_life_ms = self.parameters["half_life_h"] * HOUR_MS
        self.at: dict[str, int] = defaultdict(lambda: train.now)
        self.counts: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(train.n_products))
        self.observe(train.log)

    def observe(self, log: Log) -> None:
        scenes = log.frame[self.parameters["column"]].fill_null("").to_numpy()
        self._add(ALL, log.product, log.time)
        for scene in np.unique(scenes):
            inside = scenes == scene
            self._add(scene, log.product[inside], log.time[inside])

    def _add(self, scene: str, product: np.ndarray, time: np.ndarray) -> None:
        counts = self._faded(scene, int(time[-1]))
        np.add.at(counts, product, np.exp2(-(self.at[scene] - time) / self.half_life_ms))

    def _faded(self, scene: str, now: int) -> np.ndarray:
        """The scene's counts, faded to now in place: only what is looked at is brought up to date."""
        if now > self.at[scene]:
            self.counts[scene] *= np.exp2(-(now - self.at[scene]) / self.half_life_ms)
            self.at[scene] = now
        return self.counts[scene]

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        scenes = queries.context[self.parameters["column"]].fill_null("").to_list()
        share, now = self.parameters["share"], int(queries.time[0])
        return np.stack([self._faded(scene, now) + share * self._faded(ALL, now) for scene in scenes])
