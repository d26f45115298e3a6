"""The reference tables of a data set: products, contents and what the operator knows of its persons."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from slotwise import log
from training.simulate.catalog import Catalog
from training.simulate.ids import person_name
from training.simulate.launches import Launches
from training.simulate.persons import Persons
from training.simulate.population import AGE_BANDS, CITIES, SYSTEMS, TIERS


def product_table(catalog: Catalog, launches: Launches) -> pa.Table:
    """Return products.parquet: the seed's rows, attributes one column each, with their dates."""
    rows = catalog.seeds.products
    columns = {
        log.PRODUCT: pa.array(catalog.product_ids),
        "title": pa.array([row["title"] for row in rows]),
        "text": pa.array([row.get("text") for row in rows], pa.string()),
        "category": pa.array([row["category"] for row in rows]),
        "price": pa.array([row.get("price") for row in rows], pa.float64()),
        log.CURRENCY: pa.array([row.get("currency") for row in rows], pa.string()),
        "published_at": pa.array(launches.published_ms),
        "retired_at": pa.nulls(len(rows), pa.int64()),
    }
    for name in dict.fromkeys(name for row in rows for name in row.get("attributes", {})):
        values = [row.get("attributes", {}).get(name) for row in rows]
        is_text = any(isinstance(value, str) for value in values)
        columns[log.ATTRIBUTE_PREFIX + name] = pa.array(values, pa.string() if is_text else pa.float64())
    return pa.table(columns)


def content_table(catalog: Catalog, launches: Launches) -> pa.Table:
    """Return contents.parquet: the seed's rows with their product's dates."""
    rows = catalog.seeds.contents
    text = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in ("kind", "title", "deeplink")}
    return pa.table({
        log.CONTENT: pa.array(catalog.content_ids),
        log.PRODUCT: pa.array([row["product_id"] for row in rows]),
        **text,
        "published_at": pa.array(launches.published_ms[catalog.content_product]),
        "retired_at": pa.nulls(len(rows), pa.int64()),
    })  # fmt: skip


class PersonFile:
    """Writes persons.parquet chunk by chunk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sink: pq.ParquetWriter | None = None

    def add(self, persons: Persons, first: int) -> None:
        """Append a chunk whose first person has this number."""
        table = _person_table(persons, first)
        self._sink = self._sink or pq.ParquetWriter(self._path, table.schema, store_schema=False, compression="zstd")
        self._sink.write_table(table)

    def close(self) -> None:
        """Finish the file."""
        if self._sink is not None:
            self._sink.close()


def _person_table(persons: Persons, first: int) -> pa.Table:
    columns: dict[str, pa.Array] = {
        log.PERSON: pa.array([person_name(first + row) for row in range(len(persons.rate))])
    }
    texts = {"age_band": AGE_BANDS, "plan_tier": TIERS, "device_os": SYSTEMS, "city": CITIES}
    for column, (name, values) in enumerate(texts.items()):
        columns[log.ATTRIBUTE_PREFIX + name] = pa.array(
            np.array(values, object)[persons.attributes[:, column]],
            mask=persons.shown[:, column] == 0,
            type=pa.string(),
        )
    tenure = pa.array(persons.attributes[:, 4].astype(np.float64), mask=persons.shown[:, 4] == 0)
    return pa.table(columns | {log.ATTRIBUTE_PREFIX + "tenure_months": tenure})
