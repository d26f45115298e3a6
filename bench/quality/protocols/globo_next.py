"""News clicks: while a page is read, which article is clicked next in this session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import polars as pl

from bench.quality.asking import queries_at
from bench.quality.log import Log, encode
from bench.quality.metrics.hit_rate import hit_rate
from bench.quality.metrics.reciprocal_rank import reciprocal_rank
from bench.quality.protocols import Protocol
from bench.quality.ragged import Ragged
from bench.quality.task import Round, Task, Train

TEST_MS = 2 * 86_400_000
VALIDATION_STEP = 4  # every fourth query of the validation days is asked; the stream of clicks stays whole
SCENE = ("environment", "device_group", "os", "country", "region", "referrer_type")


class GloboNext(Protocol):
    """The last two days (48 hours before the last click) are asked, the two days before them choose parameters.

    A query stands at a click that has a later one in its session: it is asked at that click's time and in its
    scene, since that is when a page would show the answer, and its target is the session's next click. It may see
    every click up to that one in the order of the log, those of other persons a moment ago included, so models may
    learn while they are asked. Nothing of the next click is known, neither its time nor its scene. A session never
    returns to an article, so those of the session cannot be the target. First clicks of sessions are not asked.
    """

    title = "globo, next click in the session"
    files = ("globo/developer_sample.parquet",)
    k = 10
    metrics: ClassVar = {"HR@10": (hit_rate, 10), "MRR@10": (reciprocal_rank, 10)}

    def rounds(self) -> Sequence[Round]:
        clicks = pl.read_parquet(self.data / self.files[0])
        events = clicks.select(
            occurred_at=pl.col("time_ms").cast(pl.Int64),
            person_id=pl.format("p_{}", "person"),
            type=pl.lit("click"),
            product_id=pl.format("a_{}", "product"),
            session=pl.col("session").cast(pl.String),
            value=pl.lit(None, pl.Float64),
            **{f"context.{name}": pl.col(name).cast(pl.String) for name in SCENE},
        )
        products = events.select(pl.col("product_id").unique().sort(), published_at=pl.lit(None, pl.Int64))
        log = encode(events, products)
        end = int(log.time[-1]) + 1
        test, validation = (np.searchsorted(log.time, end - days * TEST_MS) for days in (1, 2))
        earlier = log.take(slice(0, int(test)))
        tuning = _days(earlier, products, int(validation), VALIDATION_STEP)
        return [Round([tuning], [_days(log, products, int(test))])]


def _days(log: Log, products: pl.DataFrame, start: int, step: int = 1) -> Task:
    rows, following = next_in_session(log)
    asked = np.flatnonzero(rows >= start)[::step]
    rows, following = rows[asked], following[asked]
    return Task(
        Train(log.take(slice(0, start)), products, None, "session"),
        queries_at(log, rows, rows + 1, "not in session", in_session=True),
        Ragged(log.product[following], np.arange(len(rows) + 1)),
        log.take(slice(start, len(log))),
        rows + 1 - start,
    )


def next_in_session(log: Log) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers of the clicks that have a later click in their session, in order, and of those later clicks."""
    order = np.argsort(log.session, kind="stable")
    pairs = log.session[order[:-1]] == log.session[order[1:]]
    rows, following = order[:-1][pairs], order[1:][pairs]
    in_time = np.argsort(rows)
    return rows[in_time], following[in_time]
