"""Events: the append-only log, which exposure counts, and what was refused."""

from sqlalchemy import BigInteger, Column, Float, Index, LargeBinary, SmallInteger, String, Table, Text

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
    Column("digest", LargeBinary(16)),
    Column("skew_ms", BigInteger, nullable=False, server_default="0"),
    Column("attributed", String(8), nullable=False, server_default=""),
    Column("repeated", SmallInteger, nullable=False, server_default="0"),
    Column("identities", Text),
    Index("events_by_person", "person_id", "occurred_at"),
    Index("events_by_time", "occurred_at"),
    sqlite_autoincrement=True,
)
"""The log of events, append-only; times in ms UTC, `context`, `properties` and `identities` JSON.

`digest` is of the body as it was sent, NULL for events that were stored before there were digests. `attributed` says
how the event came to its decision: token, given, inferred or not at all. A `repeated` exposure counts nowhere.
"""

EXPOSURES = Table(
    "exposures",
    METADATA,
    Column("decision_id", String(128), primary_key=True),
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("content_id", String(128), primary_key=True),
    Column("person_id", String(300), nullable=False),
    Column("touchpoint", String(128)),
    Column("product_id", String(128)),
    Column("at", BigInteger, nullable=False),
    Index("exposures_by_person", "person_id", "content_id"),
    sqlite_with_rowid=False,
)
"""What was shown: one row for each placement, however often its exposure is sent; `at` ms UTC, slot 0 when unknown."""

REJECTED = Table(
    "rejected_events",
    METADATA,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("received_at", BigInteger, nullable=False),
    Column("event_id", String(128)),
    Column("code", String(64), nullable=False),
    Column("problem", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("resolved_at", BigInteger),
    Column("resolved_as", String(128)),
    Index("rejected_events_by_code", "code", "id"),
    sqlite_autoincrement=True,
)
"""Events that were refused, as they were sent, with the problem document; `resolved_as` is what came of it."""
