"""Insert or replace, and insert or ignore, in the dialect of the database."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from service.stores.database import Database


@cache
def upsert(database: Database, table: Table) -> Any:
    """Return a statement that inserts rows and replaces those whose primary key is there already."""
    statement = _insert(database, table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


@cache
def insert_new(database: Database, table: Table) -> Any:
    """Return a statement that inserts rows and leaves those that are there already as they are."""
    return _insert(database, table).on_conflict_do_nothing()


def _insert(database: Database, table: Table) -> Any:
    return (sqlite if database.sqlite else postgresql).insert(table)
