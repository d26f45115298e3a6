"""Databases without tables, of each kind, and rows for whatever tables they have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, func, insert, select
from sqlalchemy.types import Float, Integer, LargeBinary

from service.stores.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind that has no tables yet."""
    url = f"sqlite:///{tmp_path / 'bare.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("bare_postgres_url")
    made = Database(url)
    yield made
    made.close()


def tables(connection: Connection) -> list[Table]:
    """The tables that a database has, without the record of migrations."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection, mark: str) -> None:
    """Put one row into every table, with `mark` in its texts."""
    for table in tables(connection):
        connection.execute(insert(table), {column.name: _value(column, mark) for column in table.columns})


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables(connection)
    }


def _value(column: Any, mark: str) -> Any:
    if isinstance(column.type, Integer):
        return 1 + sum(map(ord, mark))
    if isinstance(column.type, Float):
        return 0.5
    text = mark[: getattr(column.type, "length", None) or 100]
    return text.encode() if isinstance(column.type, LargeBinary) else text
