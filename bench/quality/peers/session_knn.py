"""Session neighbours: S-kNN and its form that weighs the latest products of the session most (VS-kNN)."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from typing import Any

import numpy as np

from bench.quality.log import Log
from bench.quality.peers import Peer, product_of
from bench.quality.ranking import rank_by
from bench.quality.task import Queries, Train


class SessionKnn(Peer):
    """Ludewig and Jannach, Evaluation of session-based recommendation algorithms, 2018.

    Among the `sample` latest sessions of each product of the running session, the `neighbours` most similar ones
    vote for their products with their similarity: the summed weights of the shared products over the root of the
    session's length. A product's weight is 1 (S-kNN) or its place / length (VS-kNN). Learns along the stream.
    """

    name = "session kNN"
    sets = ("globo_next",)

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return [
            *product_of(sample=[30, 60, 125, 250], neighbours=[300], latest_first=[True]),
            {"sample": 60, "neighbours": 50, "latest_first": True},
            {"sample": 60, "neighbours": 300, "latest_first": False},
        ]

    def fit(self, train: Train) -> None:
        sample = self.parameters["sample"]
        self.sessions: dict[int, list[int]] = defaultdict(list)
        self.of_product: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=sample))
        self.code: dict[str, int] = {}
        self.popular = np.zeros(train.n_products)
        self.observe(train.log)

    def observe(self, log: Log) -> None:
        names = log.frame["session"].to_list()
        for name, session, product in zip(names, log.session.tolist(), log.product.tolist(), strict=True):
            self.code[name] = session
            self.sessions[session].append(product)
            self.of_product[product].append(session)
            self.popular[product] += 1

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        return rank_by(self._scores, queries, k)

    def _scores(self, queries: Queries) -> np.ndarray:
        scores = np.tile(self.popular * (1e-6 / self.popular.max()), (len(queries), 1))
        for i, (name, session) in enumerate(zip(queries.session_id, queries.session, strict=True)):
            for neighbour, similarity in self._neighbours(session.tolist(), self.code.get(name, -1)):
                for product in self.sessions[neighbour]:
                    scores[i, product] += similarity
        return scores

    def _neighbours(self, session: list[int], own: int) -> list[tuple[int, float]]:
        shared: dict[int, float] = defaultdict(float)
        for place, product in enumerate(session, 1):
            weight = place / len(session) if self.parameters["latest_first"] else 1.0
            for other in self.of_product.get(product, ()):
                shared[other] += weight
        shared.pop(own, None)
        similar = ((other, value / len(self.sessions[other]) ** 0.5) for other, value in shared.items())
        return heapq.nlargest(self.parameters["neighbours"], similar, key=lambda pair: pair[1])
