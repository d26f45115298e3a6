"""Groceries: what is in the basket that a household is about to fill, products bought again included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import polars as pl

from bench.quality.asking import distinct_targets, queries_at
from bench.quality.log import Log, encode
from bench.quality.metrics.ndcg import ndcg
from bench.quality.metrics.recall import recall
from bench.quality.protocols import Protocol
from bench.quality.task import Round, Task, Train

PAST = 0.9  # share of the lines before the global moment
HOME = "complete_journey/"


class Basket(Protocol):
    """Every basket after the moment at which 90 % of the lines have passed, of persons with an earlier basket.

    A query is asked at the basket's time and in its store (context.store), and sees all baskets that were paid
    before it, other persons' included, so models may learn while they are asked; its targets are the different
    products of the basket, products of earlier baskets included. Parameters are chosen in the same way inside the
    first 90 %. Persons carry demographic attributes where known; times have no zone in the source and count as UTC.
    """

    title = "complete journey, next basket"
    files = tuple(HOME + name for name in ("transactions_sample.parquet", "products.parquet", "demographics.parquet"))
    k = 10
    metrics: ClassVar = {"Recall@10": (recall, 10), "NDCG@10": (ndcg, 10)}

    def rounds(self) -> Sequence[Round]:
        lines, products, persons = (pl.read_parquet(self.data / name) for name in self.files)
        catalogue = _catalogue(products, lines)
        log = encode(_events(lines), catalogue)
        attributes = persons.select(
            pl.format("p_{}", "person").alias("person_id"),
            pl.exclude("person").cast(pl.String).name.prefix("attribute."),
        )
        test = _basket_start(log, round(PAST * len(log)))
        validation = _basket_start(log, round(PAST * test))
        earlier = log.take(slice(0, test))
        return [Round([_later(earlier, catalogue, attributes, validation)], [_later(log, catalogue, attributes, test)])]


def _events(lines: pl.DataFrame) -> pl.DataFrame:
    """One event a basket line; the lines of a basket stand together, at the time of its first line."""
    return lines.select(
        occurred_at=pl.col("time").dt.epoch("ms").min().over("basket"),
        person_id=pl.format("p_{}", "person"),
        type=pl.lit("convert"),
        product_id=pl.format("g_{}", "product"),
        session=pl.col("basket"),
        value=pl.col("paid"),
        **{"context.store": pl.format("s_{}", "store")},
    ).sort("occurred_at", "session", maintain_order=True)


def _catalogue(products: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The products that occur in the lines, described by the product list where it knows them."""
    bought = lines.select(pl.col("product").unique().sort())
    kept = bought.join(products, on="product", how="left", maintain_order="left")
    words = [pl.col(name).cast(pl.String) for name in ("kind", "category", "package_size")]
    return kept.select(
        product_id=pl.format("g_{}", "product"),
        title=pl.col("kind").fill_null(""),
        text=pl.concat_str(words, separator=" ", ignore_nulls=True),
        category=pl.col("category").fill_null(""),
        published_at=pl.lit(None, pl.Int64),
        **{f"attribute.{name}": pl.col(name).cast(pl.String) for name in ("department", "brand", "maker")},
    )


def _basket_start(log: Log, row: int) -> int:
    """The first row at or before `row` whose time is that of `row`, so that no basket is cut."""
    return int(np.searchsorted(log.time, log.time[row]))


def _later(log: Log, products: pl.DataFrame, persons: pl.DataFrame, start: int) -> Task:
    inside = np.arange(start, len(log))
    known = inside[np.isin(log.person[inside], log.person[:start])]
    _, first, query = np.unique(log.session[known], return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), int)
    number[order] = np.arange(len(order))
    rows = known[first[order]]
    before = np.searchsorted(log.time, log.time[rows])
    return Task(
        Train(log.take(slice(0, start)), products, persons, "person"),
        queries_at(log, rows, before, "allowed"),
        distinct_targets(number[query], log.product[known], len(rows)),
        log.take(slice(start, len(log))),
        before - start,
    )
