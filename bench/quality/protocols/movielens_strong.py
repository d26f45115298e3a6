"""Movies for persons that no model has seen: strong generalisation over five folds of persons."""

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

FOLDS = 5
KNOWN = 0.8  # share of a held-out person's events, the earliest, that are told as history


class MovielensStrong(Protocol):
    """Five folds of persons; each fold's persons are held out in turn, so that every person is asked once.

    A held-out person's first 80 % of events (rounded down, at least one) are the history that is told with the
    question, the rest are the targets; both stay out of training. In each round a second fold is held out for
    choosing parameters, and joins the training persons again for the test.
    """

    title = "movielens, strong generalisation"
    files = movielens.FILES
    k = 20
    metrics: ClassVar = {"NDCG@10": (ndcg, 10), "Recall@20": (recall, 20)}

    def rounds(self) -> Sequence[Round]:
        log, products = movielens.load(self.data)
        persons = np.unique(log.person)
        fold = np.zeros(persons.max() + 1, int)
        fold[persons] = np.random.default_rng(5).permutation(len(persons)) % FOLDS
        of_event = fold[log.person]
        return [
            Round(
                [_held_out(log, products, of_event == (test + 1) % FOLDS, of_event == test)],
                [_held_out(log, products, of_event == test, np.zeros(len(log), bool))],
            )
            for test in range(FOLDS)
        ]


def _held_out(log: Log, products: pl.DataFrame, asked: np.ndarray, left_out: np.ndarray) -> Task:
    own = log.take(asked)
    order = np.argsort(own.person, kind="stable")
    _, start, count = np.unique(own.person[order], return_index=True, return_counts=True)
    place = np.empty(len(own), int)
    place[order] = np.arange(len(own)) - np.repeat(start, count)
    known = np.maximum((KNOWN * count).astype(int), 1)
    query = np.unique(own.person, return_inverse=True)[1]
    later = place >= known[query]
    first = order[start + np.minimum(known, count - 1)]
    queries = queries_at(own, first, first, "never")
    last_known = order[start + known - 1]
    return Task(
        Train(log.take(~(asked | left_out)), products, None, "person"),
        replace(queries, time=own.time[last_known]),
        distinct_targets(query[later], own.product[later], len(start)),
    )
