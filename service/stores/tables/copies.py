"""Copies: which states have been written and not yet been seen in the store of copies."""

from sqlalchemy import BigInteger, Column, String, Table

from service.stores.tables.base import METADATA

UNCOPIED = Table(
    "uncopied_states",
    METADATA,
    Column("person_id", String(300), primary_key=True),
    Column("revision", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""States whose copy may be older than this revision (a moment in ms UTC), or missing."""
