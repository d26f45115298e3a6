"""Movie ratings in the benchmark's columns: every rating counts as an interaction of its time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.quality.log import Log, encode

FILES = ("movielens_small/ratings.parquet", "movielens_small/products.parquet")


def load(data: Path) -> tuple[Log, pl.DataFrame]:
    """The log (type view, value = the rating) and the products, with the year of the title as published_at.

    All ratings count, whatever the stars: that a person chose to watch is what the set says most about, and
    the stars stay readable in `value`. Free tags are left out, because they are written after watching.
    """
    catalogue = products(pl.read_parquet(data / FILES[1]))
    ratings = pl.read_parquet(data / FILES[0])
    events = ratings.select(
        occurred_at=pl.col("time").cast(pl.Int64) * 1000,
        person_id=pl.format("p_{}", "person"),
        type=pl.lit("view"),
        product_id=pl.format("m_{}", "product"),
        session=pl.lit(None, pl.String),
        value=pl.col("rating").cast(pl.Float64),
    )
    return encode(events.unique(["person_id", "product_id"], keep="first", maintain_order=True), catalogue), catalogue


def products(raw: pl.DataFrame) -> pl.DataFrame:
    """The catalogue: text holds the genres, category the first of them, published_at 1 January of the title's year."""
    year = pl.col("title").str.extract(r"\((\d{4})\)\s*$").cast(pl.Int32)
    return raw.select(
        product_id=pl.format("m_{}", "product"),
        title=pl.col("title"),
        text=pl.col("genres").str.replace_all("|", " ", literal=True),
        category=pl.col("genres").str.split("|").list.first(),
        published_at=pl.datetime(year, 1, 1, time_zone="UTC").dt.epoch("ms"),
    )
