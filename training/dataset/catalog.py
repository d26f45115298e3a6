"""Catalogue of a data set: products and contents in the order of their ids, touchpoints as listed or as logged."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from slotwise import log
from slotwise.analysis.folder import File, read_json
from slotwise.analysis.query import arrow
from slotwise.catalog import ALWAYS, Catalog, Column, Contents, Products
from slotwise.touchpoints import Touchpoint
from training.dataset.codes import codes, numbers, strings, whole
from training.dataset.ids import CONTENTS, PRODUCTS, make_ids

DEFAULT_SLOTS = 10
"""Slots of a touchpoint of which the log does not say more."""


def read_catalog(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    products: File | None,
    contents: File | None,
    logs: Sequence[File],
) -> Catalog:
    """Read the catalogue; products that only the log knows get a row with their id as title."""
    make_ids(connection, PRODUCTS, _product_ids(products, contents, logs))
    read = _products(_joined(connection, products))
    shown = Contents.of_products(read) if contents is None else _contents(connection, contents)
    return Catalog(read, shown, _touchpoints(connection, folder, logs))


def _product_ids(products: File | None, contents: File | None, logs: Sequence[File]) -> str:
    selects = ["SELECT CAST(NULL AS VARCHAR) AS id"]
    selects += [f"SELECT {log.PRODUCT} AS id FROM {file.source}" for file in (products, contents) if file]
    for file in logs:
        # Without contents of their own, the contents of the log are products.
        own = (log.PRODUCT,) if contents else (log.PRODUCT, log.CONTENT)
        named = ", ".join(column for column in own if column in file.columns)
        selects += [f"SELECT coalesce({named}) AS id FROM {file.source}"] if named else []
    return " UNION ALL ".join(selects)


def _joined(connection: duckdb.DuckDBPyConnection, file: File | None) -> pa.Table:
    join = f"LEFT JOIN {file.source} ON {log.PRODUCT} = id" if file else ""
    return arrow(connection, f"SELECT * FROM {PRODUCTS} {join} ORDER BY code")


def _products(table: pa.Table) -> Products:
    category = _column(table, "category", pa.string())
    coded = _categories(category)
    return Products(
        ids=strings(table["id"]),
        titles=strings(_filled(_column(table, "title", pa.string()), table["id"])),
        texts=strings(_column(table, "text", pa.string())),
        category=np.asarray(coded.data, np.int32),
        categories=coded.values,
        price=numbers(_flat(_column(table, "price", pa.float64()))),
        published_at=whole(_flat(_column(table, "published_at", pa.int64())), 0),
        retired_at=whole(_flat(_column(table, "retired_at", pa.int64())), ALWAYS),
        attributes={name.removeprefix(log.ATTRIBUTE_PREFIX): _attribute(table[name]) for name in _attributes(table)},
    )


def _contents(connection: duckdb.DuckDBPyConnection, file: File) -> Contents:
    join = f"{file.source} LEFT JOIN {PRODUCTS} ON {log.PRODUCT} = id"
    table = arrow(connection, f"SELECT *, code AS promoted FROM {join} ORDER BY {log.CONTENT}")
    make_ids(connection, CONTENTS, f"SELECT {log.CONTENT} AS id FROM {file.source}")
    kind = _categories(_filled(_column(table, "kind", pa.string()), pa.array(["content"] * len(table))))
    return Contents(
        ids=strings(table[log.CONTENT]),
        product=_flat(table["promoted"]).fill_null(-1).to_numpy(zero_copy_only=False),
        kind=np.asarray(kind.data, np.int32),
        kinds=kind.values,
        titles=strings(_filled(_column(table, "title", pa.string()), table[log.CONTENT])),
        deeplinks=strings(_column(table, "deeplink", pa.string())),
        published_at=whole(_flat(_column(table, "published_at", pa.int64())), 0),
        retired_at=whole(_flat(_column(table, "retired_at", pa.int64())), ALWAYS),
    )


def _touchpoints(connection: duckdb.DuckDBPyConnection, folder: Path, logs: Sequence[File]) -> tuple[Touchpoint, ...]:
    listed = [Touchpoint.from_json(each) for each in read_json(folder, log.TOUCHPOINTS_FILE, [])]
    slots = _logged_slots(connection, logs)
    known = {each.touchpoint for each in listed}
    logged = [Touchpoint(name, slots=slots[name]) for name in sorted(slots) if name not in known]
    return tuple(listed + logged) or (Touchpoint("default", slots=DEFAULT_SLOTS),)


def _logged_slots(connection: duckdb.DuckDBPyConnection, logs: Sequence[File]) -> dict[str, int]:
    """Touchpoints of the log and their slots: the last slot ever filled."""
    selects = []
    for file in (file for file in logs if log.TOUCHPOINT in file.columns):
        slot = log.SLOT if log.SLOT in file.columns else "NULL"
        selects.append(f"SELECT {log.TOUCHPOINT}, max({slot}) AS last FROM {file.source} GROUP BY 1")
    if not selects:
        return {}
    union = " UNION ALL ".join(selects)
    rows = connection.execute(
        f"SELECT {log.TOUCHPOINT}, max(last) FROM ({union}) WHERE {log.TOUCHPOINT} <> '' GROUP BY 1"
    )
    return {name: int(last or DEFAULT_SLOTS) for name, last in rows.fetchall()}


def _attributes(table: pa.Table) -> list[str]:
    return sorted(name for name in table.column_names if name.startswith(log.ATTRIBUTE_PREFIX))


def _attribute(column: pa.ChunkedArray) -> Column:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_boolean(column.type):
        return _categories(column)
    return Column(numbers(_flat(column)))


def _categories(column: pa.ChunkedArray) -> Column:
    """Codes and values of a column of categories, the most frequent first, then by name."""
    flat = _flat(column).cast(pa.string())
    counted = flat.drop_null().value_counts()
    values, counts = counted.field("values"), counted.field("counts").to_numpy()
    ordered = sorted(zip((-counts).tolist(), values.to_pylist(), strict=True))
    names = tuple(name for _, name in ordered)
    return Column(codes(flat, pa.array(names, pa.string())), names)


def _column(table: pa.Table, name: str, type_: pa.DataType) -> pa.ChunkedArray:
    return table[name] if name in table.column_names else pa.chunked_array([pa.nulls(len(table), type_)])


def _filled(column: pa.ChunkedArray, otherwise: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    flat, other = _flat(column), _flat(otherwise) if isinstance(otherwise, pa.ChunkedArray) else otherwise
    return pa.chunked_array([pa.compute.coalesce(flat.cast(pa.string()), other.cast(pa.string()))])


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.nulls(0, column.type)
