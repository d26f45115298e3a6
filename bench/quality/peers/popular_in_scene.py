"""Recent popularity within the same value of one scene column, smoothed by recent popularity overall."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import Peer, product_of
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train

HOUR_MS = 3_600_000


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
        self.at = train.now
        self.half_life_ms = self.parameters["half_life_h"] * HOUR_MS
        self.all = np.zeros(train.n_products)
        self.scene: dict[str, np.ndarray] = {}
        self._add(train.log)

    def observe(self, log: Log) -> None:
        now = int(log.time[-1])
        fading = np.exp2(-(now - self.at) / self.half_life_ms)
        self.at = now
        for counts in (self.all, *self.scene.values()):
            counts *= fading
        self._add(log)

    def _add(self, log: Log) -> None:
        worth = np.exp2(-(self.at - log.time) / self.half_life_ms)
        np.add.at(self.all, log.product, worth)
        scenes = log.frame[self.parameters["column"]].fill_null("").to_numpy()
        for scene in np.unique(scenes):
            inside = scenes == scene
            counts = self.scene.setdefault(scene, np.zeros(len(self.all)))
            np.add.at(counts, log.product[inside], worth[inside])

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        scenes = queries.context[self.parameters["column"]].fill_null("").to_list()
        nothing = np.zeros(len(self.all))
        share = self.parameters["share"]
        return np.stack([self.scene.get(scene, nothing) + share * self.all for scene in scenes])
