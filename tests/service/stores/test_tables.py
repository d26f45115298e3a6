"""The tables hold every id that the API takes, in every database."""

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from service.asked import MAX_ID
from service.stores.tables import METADATA


def test_ids_fit():
    """No column for an id is shorter than the longest id; a provisional person is two ids and a colon."""
    for table in METADATA.tables.values():
        for column in table.columns:
            if column.name in (
                "event_id",
                "product_id",
                "content_id",
                "touchpoint",
                "request_id",
                "value",
            ):
                length = getattr(column.type, "length", None)
                assert length is None or length >= MAX_ID, f"{table.name}.{column.name}"
            if column.name == "person_id":
                assert column.type.length >= 2 * MAX_ID + 1


def test_every_table_can_be_made_in_postgresql():
    """Nothing in the tables is SQLite's alone."""
    for table in METADATA.tables.values():
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
