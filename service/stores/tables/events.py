"""Events: the append-only log."""

from sqlalchemy import BigInteger, Column, Float, Index, SmallInteger, String, Table, Text

from service.stores.tables.base import BIG, METADATA

EVENTS = Table(
    "events",
    METADATA,
    Column("seq", BIG, primary_key=True, autoincrement=True),
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
