"""Operation: results of jobs over the log, probes that fired, exported audiences, and the tasks of agents."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from service.stores.tables.base import BIG, METADATA

RESULTS = Table(
    "results",
    METADATA,
    Column("kind", String(64), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("until", BigInteger, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What jobs found in the log between `since` and `until` (ms UTC): by kind (content_review, funnel, metric ...) and
subject; `body` is JSON. Nothing in it belongs to a person."""

PROBE_ALARMS = Table(
    "probe_alarms",
    METADATA,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("probe", String(128), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("value", Float),
    Column("threshold", Float),
    Column("body", Text, nullable=False),
    Column("ended_at", BigInteger),
    Index("probe_alarms_by_probe", "probe", "at"),
    sqlite_autoincrement=True,
)
"""Probes that fired: one row from the moment that a threshold was crossed (`at`) until it no longer is (`ended_at`)."""

AUDIENCE_EXPORTS = Table(
    "audience_exports",
    METADATA,
    Column("export_id", String(40), primary_key=True),
    Column("audience", String(128), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("author", String(128), nullable=False),
    Column("revision", Integer),
    Column("treated", Integer, nullable=False),
    Column("held_out", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("audience_exports_by_audience", "audience", "made_at"),
)
"""Every export of an audience: of which configuration, how many persons were given out and how many kept back."""

AUDIENCE_MEMBERS = Table(
    "audience_members",
    METADATA,
    Column("export_id", String(40), primary_key=True),
    Column("person_id", String(300), primary_key=True),
    Column("treated", SmallInteger, nullable=False),
    Index("audience_members_by_person", "person_id"),
    sqlite_with_rowid=False,
)
"""Who was in an export: treated, or held out (0)."""

TASKS = Table(
    "tasks",
    METADATA,
    Column("task_id", String(40), primary_key=True),
    Column("staircase", String(128), nullable=False),
    Column("person_id", String(300), nullable=False),
    Column("product_id", String(128)),
    Column("step", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("value", Float, nullable=False),
    Column("agent", String(128)),
    Column("result", String(64)),
    Column("made_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("body", Text, nullable=False),
    Index("tasks_by_worklist", "staircase", "status", "due_at"),
    Index("tasks_by_person", "person_id", "staircase"),
)
"""Tasks of agents: whom to speak to about what, on which step of a staircase (human, follow_up), since when and until
when (ms UTC), ranked by `value` (expected value in the currency of the products); `body` JSON with reasons and talking
points. `revision` grows with every write, so that two agents never take the same task."""
