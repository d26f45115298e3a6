"""Movies, split at moments: at each moment the past is known to all and the next weeks are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
import polars as pl

from bench.quality import movielens
from bench.quality.asking import distinct_targets, queries_at
from bench.quality.log import Log
from bench.quality.metrics.ndcg import ndcg
from bench.quality.metrics.recall import recall
from bench.quality.protocols import Protocol
from bench.quality.task import Round, Task, Train

WINDOW = 0.05  # share of the log's events between one moment and the next
VALIDATION = (0.30, 0.35, 0.40, 0.45)
TEST = (0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95)


class MovielensTime(Protocol):
    """Ten global moments, at 50, 55 ... 95 % of the log's events; four earlier ones for choosing parameters.

    At each moment a model is fitted on everything before it. Asked is every person with at least one event before
    the moment and one between it and the next; the targets are the products of that window, those that nobody had
    met before included. One moment alone leaves about 20 persons on a log where most persons come once, which is
    too few to compare models; ten moments ask ten times as many questions and still look only backwards.
    A product that the person has met cannot be a target.
    """

    title = "movielens, time split"
    files = movielens.FILES
    k = 20
    metrics: ClassVar = {"NDCG@10": (ndcg, 10), "Recall@20": (recall, 20)}

    def rounds(self) -> Sequence[Round]:
        log, products = movielens.load(self.data)
        tasks = [[_window(log, products, at) for at in moments] for moments in (VALIDATION, TEST)]
        return [Round(validation=tasks[0], test=tasks[1])]


def _window(log: Log, products: pl.DataFrame, at: float) -> Task:
    start, stop = (np.searchsorted(log.time, _moment(log, share)) for share in (at, at + WINDOW))
    inside = np.arange(start, stop)
    known = inside[np.isin(log.person[inside], log.person[:start])]
    _, first, query = np.unique(log.person[known], return_index=True, return_inverse=True)
    queries = queries_at(log, known[first], np.full(len(first), start), "never")
    return Task(
        Train(log.take(slice(0, int(start))), products, None, "person"),
        replace(queries, time=np.full(len(first), _moment(log, at))),
        distinct_targets(query, log.product[known], len(first)),
    )


def _moment(log: Log, share: float) -> int:
    """Time at which this share of the events has passed; after the last event when the share is 1."""
    return int(log.time[round(share * len(log))]) if round(share * len(log)) < len(log) else int(log.time[-1]) + 1
