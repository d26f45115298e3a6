"""Vocabulary: which columns of the log become facets and numbers, and which values the facets have."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from slotwise.analysis.folder import File
from slotwise.analysis.query import literal, quoted
from slotwise.facets import Facet, Facets
from slotwise.log import ATTRIBUTE_PREFIX, CONTEXT_PREFIX, SCENE, TOUCHPOINT
from training.dataset.options import DatasetOptions

PERSON_PREFIX = "person."


@dataclass
class Vocabulary:
    """The facets and, beside them, the column of the log (or of persons.parquet) that each one is read from."""

    facets: Facets
    warnings: list[str] = field(default_factory=list)

    def values(self, place: int) -> pa.Array:
        """Values of a facet as an Arrow array, in the order of their codes."""
        return pa.array(self.facets.fields[place].values, pa.string())


def column_of(name: str) -> str:
    """The column that a facet or number is read from: `person.city` is `attribute.city` of persons.parquet."""
    return ATTRIBUTE_PREFIX + name.removeprefix(PERSON_PREFIX) if name.startswith(PERSON_PREFIX) else name


def choose(
    connection: duckdb.DuckDBPyConnection,
    logs: Sequence[File],
    persons: File | None,
    n_products: int,
    options: DatasetOptions,
) -> Vocabulary:
    """Choose facets and numbers from the columns of the logs and of the persons."""
    chosen: list[Facet] = []
    numbers: list[str] = []
    warnings: list[str] = []
    sources: list[tuple[Sequence[File], str, str]] = [(logs, CONTEXT_PREFIX, CONTEXT_PREFIX)]
    sources += [([persons], ATTRIBUTE_PREFIX, PERSON_PREFIX)] if persons else []
    for files, prefix, new in sources:
        for column in sorted({name for file in files for name in file.categories(prefix)}):
            facet = _facet(connection, files, column, new + column.removeprefix(prefix), options, warnings)
            chosen += [facet] if facet else []
        columns = sorted({name for file in files for name in file.numbers(prefix)})
        numbers += [new + name.removeprefix(prefix) for name in columns if _varies(connection, files, name)]
    for column, fewest in ((SCENE, 1), (TOUCHPOINT, 2)):
        values, _ = most_frequent(connection, logs, column, options.max_values)
        chosen += [Facet(column, values)] if len(values) >= fewest else []
    kept = _within(chosen, n_products, options.max_cells, warnings)
    return Vocabulary(Facets(tuple(kept), tuple(numbers)), warnings)


def most_frequent(
    connection: duckdb.DuckDBPyConnection, files: Sequence[File], column: str, most: int
) -> tuple[tuple[str, ...], float]:
    """The most frequent values of a column over several files, and the share of the known values that they cover."""
    holding = [file for file in files if column in file.columns]
    if not holding:
        return (), 0.0
    name = quoted(column)
    parts = (f"SELECT CAST({name} AS VARCHAR) AS value FROM {file.source}" for file in holding)
    counted = f"SELECT value, count(*) AS n FROM ({' UNION ALL '.join(parts)}) WHERE value IS NOT NULL GROUP BY value"
    rows = connection.execute(f"{counted} ORDER BY n DESC, value LIMIT {most}").fetchall()
    total = connection.execute(f"SELECT coalesce(sum(n), 0) FROM ({counted})").fetchall()[0][0]
    return tuple(row[0] for row in rows), sum(row[1] for row in rows) / max(int(total), 1)


def _facet(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[File],
    column: str,
    name: str,
    options: DatasetOptions,
    warnings: list[str],
) -> Facet | None:
    values, coverage = most_frequent(connection, files, column, options.max_values)
    if len(values) < 2:
        return None
    if coverage < options.min_coverage:
        warnings.append(f"{name} is no facet: its {len(values)} most frequent values cover {coverage:.0%} of its rows")
        return None
    return Facet(name, values)


def _varies(connection: duckdb.DuckDBPyConnection, files: Sequence[File], column: str) -> bool:
    holding = [file for file in files if column in file.columns]
    parts = (f"SELECT CAST({quoted(column)} AS DOUBLE) AS value FROM {file.source}" for file in holding)
    select = f"SELECT min(value) < max(value) FROM ({' UNION ALL '.join(parts)}) WHERE value <> {literal('nan')}"
    return bool(connection.execute(select).fetchall()[0][0])


def _within(facets: list[Facet], n_products: int, most: int, warnings: list[str]) -> list[Facet]:
    """Leave out the widest facets until the tables of counts by facet and product fit."""
    kept = list(facets)
    while kept and sum(len(each.values) for each in kept) * n_products > most:
        widest = max(kept, key=lambda each: len(each.values))
        kept.remove(widest)
        warnings.append(
            f"{widest.name} is no facet: with its {len(widest.values)} values the counts by facet are too many"
        )
    return kept
