"""What all tables share: rows that number themselves in every database."""

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from service.stores.tables.base import BIG


def test_numbers_are_large_where_that_has_to_be_said():
    """64 bits in PostgreSQL; in SQLite, whose integers are, the one type that numbers rows."""
    table = Table("t", MetaData(), Column("n", BIG, primary_key=True))

    assert "BIGSERIAL" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert "n INTEGER" in str(CreateTable(table).compile(dialect=sqlite.dialect()))
