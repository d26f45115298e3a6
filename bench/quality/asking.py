"""Making queries out of a log: who asks, when, and what they had met by then."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.quality.log import Log
from bench.quality.ragged import Ragged, from_groups
from bench.quality.task import Queries, Repeats


def queries_at(
    log: Log,
    rows: np.ndarray,
    before: np.ndarray,
    repeats: Repeats,
    in_session: bool = False,
    scene: bool = True,
) -> Queries:
    """One query for each of the log's `rows` (n,), asked by its person at its time and in its context.

    Query i sees the events at row numbers below before[i]. With `in_session` the running session is part of the
    question and is the unit of interaction matrices; without `scene` the context is left out.
    """
    history = log.pasts(log.person, log.person[rows], before, log.product)
    times = log.pasts(log.person, log.person[rows], before, log.time)
    asked = log.frame[rows]
    context = asked.select(pl.col("^context\\..*$")) if scene else pl.DataFrame({})
    nothing = Ragged(np.empty(0, np.int32), np.zeros(len(rows) + 1, np.int64))
    session = log.pasts(log.session, log.session[rows], before, log.product) if in_session else nothing
    names = asked["session"].to_numpy() if in_session else np.full(len(rows), "")
    return Queries(
        person_id=asked["person_id"].to_numpy(),
        person=log.person[rows],
        time=log.time[rows],
        history=history,
        history_time=times,
        session=session,
        session_id=names,
        context=context,
        repeats=repeats,
        unit="session" if in_session else "person",
    )


def distinct_targets(query: np.ndarray, product: np.ndarray, n_queries: int) -> Ragged:
    """The different products of each query, from pairs of query number and product, both (n,)."""
    pairs = np.unique(np.stack([query, product], axis=1), axis=0)
    return from_groups(pairs[:, 0], pairs[:, 1].astype(np.int32), n_queries)
