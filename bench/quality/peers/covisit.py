"""Co-visits of the last product, mixed with the popularity of the last hour: the strong heuristic for news."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import Peer, product_of
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train

HOUR_MS = 3_600_000
REBASE = 300  # half-lives after which the growing weights are scaled back, far below the largest float64


class Covisit(Peer):
    """Chance that product b follows product a within a session, counted with decay and learnt along the stream.

    Score of b after a: followed(a, b) / followed(a, all) + weight * popularity(b) / popularity(all). An event's
    weight grows by 2 ** (time / half-life) instead of the old ones fading, which ranks alike and costs nothing.
    """

    name = "co-visits + last-hour popularity"
    sets = ("globo_next",)

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(covisit_h=[1, 2, 4], popular_h=[0.1, 0.25], weight=[0.5, 1, 2])

    def fit(self, train: Train) -> None:
        self.follows: dict[int, dict[int, float]] = defaultdict(dict)
        self.popular = np.zeros(train.n_products)
        self.last: dict[int, int] = {}
        self.base = {hours: int(train.log.time[0]) for hours in ("covisit_h", "popular_h")}
        self.observe(train.log)

    def observe(self, log: Log) -> None:
        events = zip(log.session.tolist(), log.product.tolist(), log.time.tolist(), strict=True)
        for session, product, time in events:
            worth = self._weight("popular_h", time)  # before the old value is read: it may scale the old values
            self.popular[product] += worth
            before = self.last.get(session)
            if before is not None:
                worth = self._weight("covisit_h", time)
                row = self.follows[before]
                row[product] = row.get(product, 0.0) + worth
            self.last[session] = product

    def _weight(self, which: str, time: int) -> float:
        half_lives = (time - self.base[which]) / (self.parameters[which] * HOUR_MS)
        if half_lives > REBASE:
            self._rebase(which, 2.0**-half_lives, time)
            return 1.0
        return float(2.0**half_lives)

    def _rebase(self, which: str, scale: float, time: int) -> None:
        self.base[which] = time
        if which == "popular_h":
            self.popular *= scale
            return
        for row in self.follows.values():
            row.update({product: value * scale for product, value in row.items()})

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        popular = self.parameters["weight"] / max(self.popular.sum(), 1e-300) * self.popular
        scores = np.tile(popular, (len(queries), 1))
        for i, session in enumerate(queries.session):
            row = self.follows.get(int(session[-1]), {})
            if row:
                values = np.fromiter(row.values(), float, len(row))
                scores[i, np.fromiter(row, np.int64, len(row))] += values / values.sum()
        return scores
