"""Persons: the folded states, and which identifier belongs to whom."""

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table

from service.stores.tables.base import METADATA

STATES = Table(
    "person_states",
    METADATA,
    Column("person_id", String(300), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("merged_into", String(300)),
    sqlite_with_rowid=False,
)
"""The fold of each person's events, packed. `revision` grows with every write of the row; `seq` is the last place of
the log that was folded in."""

IDENTITIES = Table(
    "identities",
    METADATA,
    Column("namespace", String(128), primary_key=True),
    Column("value", String(128), primary_key=True),
    Column("person_id", String(300), nullable=False),
    sqlite_with_rowid=False,
)
"""Which person an outside identifier belongs to."""
