"""Persons: the folded states, which persons are one, what was erased."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from service.stores.tables.base import METADATA

STATES = Table(
    "person_states",
    METADATA,
    Column("person_id", String(300), primary_key=True),
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("merged_into", String(300)),
    Column("state", LargeBinary, nullable=False),
    Index("person_states_by_root", "merged_into"),
)
"""The fold of each person's events, packed. `revision` grows with every write of the row; `seq` is the last place of
the log that was folded in. A person who was merged into another has that one's id in `merged_into`, never that of a
third, and an empty state with that id."""

BASES = Table(
    "person_bases",
    METADATA,
    Column("person_id", String(300), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
"""With what the fold of an id's events begins: a state that was loaded from a file, or what events told that were
dropped from the log; it goes on with those after the place `seq`. Apart from the states, which every event writes."""

MERGES = Table(
    "merges",
    METADATA,
    Column("merge_id", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("child", String(300), nullable=False),
    Column("parent", String(300), nullable=False),
    Column("via", String(300)),
    Column("cause", String(16), nullable=False),
    Column("source", String(300)),
    Column("by", String(64)),
    Column("undone_at", BigInteger),
    Column("undone_by", String(64)),
    Index("merges_by_child", "child"),
    Index("merges_by_parent", "parent"),
    Index("merges_by_via", "via"),
    sqlite_with_rowid=False,
)
"""Which person was merged into which, when (ms UTC), through which identifier (`via`, as `namespace:value`), and on
whose word: `cause` is event, proof or call, `source` the event's id, `by` the key. Both were roots at that time."""

LINK_ALARMS = Table(
    "link_alarms",
    METADATA,
    Column("cap", String(16), primary_key=True),
    Column("subject", String(300), primary_key=True),
    Column("namespace", String(64), primary_key=True),
    Column("most", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("person_id", String(300), nullable=False),
    sqlite_with_rowid=False,
)
"""Links that were refused because of a cap: whose it is (`subject`: a person, or an identifier), how often, when first
and last (ms UTC), and for whom last."""

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("erased_at", BigInteger, nullable=False),
    Column("receipt", String(40), nullable=False),
    Index("tombstones_by_receipt", "receipt"),
    sqlite_with_rowid=False,
)
"""Who was erased: keyed digests of ids and identifiers, from which nobody can be told who it was."""

ERASURES = Table(
    "erasures",
    METADATA,
    Column("receipt", String(40), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("by", String(64)),
    Column("completed_at", BigInteger),
    Column("deleted", Text, nullable=False),
    Column("pending", Text),
)
"""Receipts of erasure: what was deleted, as counts by table (JSON). `pending` holds the ids (JSON) until every copy is
gone; then it is NULL."""
