"""Decisions: the append-only log, what experiments they were part of, the refreshes they refer to, and the answers that
may be asked for again."""

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from service.stores.tables.base import METADATA

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("decision_id", String(40), primary_key=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("person_id", String(300)),
    Column("record", LargeBinary, nullable=False),
    Column("features", LargeBinary),
    Column("feature_set", String(32)),
    Index("decisions_by_time", "decided_at"),
    Index("decisions_by_person", "person_id", "decided_at"),
    sqlite_with_rowid=False,
)
"""The log of decisions, append-only; `record` is JSON, `decided_at` ms UTC.

`features` are the values that the ranker read of what was placed, float32 little-endian; their names are those of
`feature_set`. NULL where another step of the ladder answered.
"""

ASSIGNMENTS = Table(
    "assignments",
    METADATA,
    Column("decision_id", String(40), primary_key=True),
    Column("experiment", String(64), primary_key=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("person_id", String(300)),
    Column("session", String(128)),
    Column("unit", String(300)),
    Column("phase", Integer, nullable=False),
    Column("variant", String(64), nullable=False),
    Column("probability", Double, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("served", String(64), nullable=False),
    Column("model", String(128)),
    Column("version", String(128)),
    Column("service_level", String(32), nullable=False),
    Column("elapsed_ms", Double, nullable=False),
    Index("assignments_by_time", "decided_at"),
    Index("assignments_by_person", "person_id"),
    sqlite_with_rowid=False,
)
"""The exposure log of experiments: a row for each decision and experiment in which the variants could differ, and for
each global holdout that the unit is in. Columns as `slotwise.log.ASSIGNMENT_COLUMNS`; `decided_at` ms UTC."""

FEATURE_SETS = Table(
    "feature_sets",
    METADATA,
    Column("feature_set", String(32), primary_key=True),
    Column("names", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Names of features, once for all decisions of the models that share them: JSON with `request`, `product`, `match`."""

REFRESHES = Table(
    "refreshes",
    METADATA,
    Column("boot", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("model", String(128), nullable=False),
    Column("folder", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("after_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("still", SmallInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("refreshes_by_time", "made_at"),
    sqlite_with_rowid=False,
)
"""Each refresh of a worker's product counts: which worker (`boot`), which events it took in, and as of when.

`world` counts the models that the worker has begun with; a refresh folds the log's events in (after_seq, last_seq] on
top of the refresh before it in the same world, and the first one on top of the bundle's own counts. Times ms UTC.
"""

PRUNED = Table(
    "pruned",
    METADATA,
    Column("log", String(40), primary_key=True),
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Up to which moment (ms UTC) each part of the log has been dropped."""

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
