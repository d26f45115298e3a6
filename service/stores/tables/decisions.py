"""Decisions: the append-only log, and the answers that may be asked for again."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table

from service.stores.tables.base import METADATA

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("decision_id", String(40), primary_key=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("person_id", String(300)),
    Column("record", LargeBinary, nullable=False),
    Index("decisions_by_time", "decided_at"),
    sqlite_with_rowid=False,
)
"""The log of decisions, append-only; `record` is JSON, `decided_at` ms UTC."""

ANSWERS = Table(
    "answers",
    METADATA,
    Column("request_id", String(128), primary_key=True),
    Column("person_id", String(300), nullable=False),
    Column("decided_at", BigInteger, nullable=False, index=True),
    Column("decision_id", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Answers to requests with an id of their own, kept for as long as a repeat gets the same answer."""
