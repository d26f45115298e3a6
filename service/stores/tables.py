"""The tables of the service's database."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

METADATA = MetaData()
_BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column that is called INTEGER."""

EVENTS = Table(
    "events",
    METADATA,
    Column("seq", _BIG, primary_key=True, autoincrement=True),
    Column("event_id", String(128), nullable=False, unique=True),
    Column("person_id", String(300), nullable=False),
    Column("type", String(64), nullable=False),
    Column("occurred_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("product_id", String(128)),
    Column("content_id", String(128)),
    Column("touchpoint", String(128)),
    Column("slot", SmallInteger),
    Column("decision_id", String(128)),
    Column("session", String(128)),
    Column("scene", String(128)),
    Column("value", Float),
    Column("currency", String(3)),
    Column("context", Text, nullable=False),
    Column("properties", Text, nullable=False),
    Index("events_by_person", "person_id", "occurred_at"),
    sqlite_autoincrement=True,
)
"""The log of events, append-only; times in ms UTC, `context` and `properties` JSON."""

STATES = Table(
    "person_states",
    METADATA,
    Column("person_id", String(300), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The fold of each person's events, packed."""

IDENTITIES = Table(
    "identities",
    METADATA,
    Column("namespace", String(128), primary_key=True),
    Column("value", String(128), primary_key=True),
    Column("person_id", String(300), nullable=False),
    sqlite_with_rowid=False,
)
"""Which person an outside identifier belongs to."""

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
