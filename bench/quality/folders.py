"""The benchmark's frames as data set folders, which is what our training reads."""

from __future__ import annotations

from pathlib import Path

import orjson
import polars as pl

from bench.quality.task import Train
from slotwise import log

START = 1_577_836_800_000
"""1 January 2020 in ms UTC: where sets without times begin."""

NOT_YET = 4_102_444_800_000
"""1 January 2100 in ms UTC: publication of a product whose id is known but that does not exist yet."""


def write_log(folder: Path, train: Train) -> None:
    """Write the past of a task: events, products, persons with attributes; what does not exist yet is not published."""
    train.log.frame.write_parquet(folder / log.EVENTS_FILE)
    published = pl.when(pl.Series(train.exists)).then("published_at").otherwise(NOT_YET)
    train.products.with_columns(published_at=published.cast(pl.Int64)).write_parquet(folder / log.PRODUCTS_FILE)
    if train.persons is not None:
        train.persons.write_parquet(folder / log.PERSONS_FILE)
    (folder / log.DATASET_FILE).write_bytes(orjson.dumps({"name": "benchmark"}))


def write_offers(folder: Path, rows: pl.DataFrame) -> None:
    """Write offers as impressions of one slot, all at one moment, with a click where one was accepted."""
    numbered = rows.with_row_index("row").with_columns(decision_id=pl.format("d_{}", "row"), at=pl.lit(START, pl.Int64))
    context = [name for name in rows.columns if name.startswith("context.")]
    attributes = [name for name in rows.columns if name.startswith("attribute.")]
    shared = ["person_id", "product_id", "decision_id", *context]
    touchpoint = pl.lit("default").alias("touchpoint")
    slot = pl.lit(1, pl.Int16).alias("slot")
    numbered.select(
        *shared, touchpoint, slot, pl.col("at").alias("decided_at"), pl.col("product_id").alias("content_id"),
    ).write_parquet(folder / log.DECISIONS_FILE)  # fmt: skip
    numbered.filter(pl.col("accepted") == 1).select(
        *shared, touchpoint, slot,
        pl.format("e_{}", "row").alias("event_id"), (pl.col("at") + 1).alias("occurred_at"),
        pl.lit("click").alias("type"), pl.col("product_id").alias("content_id"),
    ).write_parquet(folder / log.EVENTS_FILE)  # fmt: skip
    products = rows.select(pl.col("product_id").unique().sort())
    products.with_columns(title=pl.col("product_id")).write_parquet(folder / log.PRODUCTS_FILE)
    rows.select("person_id", *attributes).write_parquet(folder / log.PERSONS_FILE)
    (folder / log.DATASET_FILE).write_bytes(orjson.dumps({"name": "offers"}))
