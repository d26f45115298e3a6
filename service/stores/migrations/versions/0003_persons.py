"""Persons: which persons are one, refused links, receipts of erasure; identities become merges."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None

_STATES = sa.table(
    "person_states", sa.column("person_id"), sa.column("state"), sa.column("merged_into"), sa.column("base"),
    sa.column("base_seq"),
)  # fmt: skip
_IDENTITIES = sa.table("identities", sa.column("namespace"), sa.column("value"), sa.column("person_id"))
_MERGES = sa.table(
    "merges", *(sa.column(name) for name in ("merge_id", "at", "child", "parent", "via", "cause", "undone_at"))
)


def upgrade() -> None:
    """Make the tables; every identity that was known becomes a person merged into its owner."""
    with op.batch_alter_table("person_states") as states:
        states.add_column(sa.Column("merged_into", sa.String(300)))
        states.add_column(sa.Column("base", sa.LargeBinary))
        states.add_column(sa.Column("base_seq", sa.BigInteger, nullable=False, server_default="0"))
        states.create_index("person_states_by_root", ["merged_into"])
    _make()
    connection = op.get_bind()
    for namespace, value, owner in connection.execute(sa.select(_IDENTITIES)).fetchall():
        _merge(connection, f"{namespace}:{value}", owner)
    # What is known of persons so far may come from a file as much as from the log: their folds go on from it.
    until = sa.text("(SELECT coalesce(max(seq), 0) FROM events)")
    connection.execute(
        sa.update(_STATES).where(_STATES.c.merged_into.is_(None)).values(base=_STATES.c.state, base_seq=until)
    )
    op.drop_table("identities")


def downgrade() -> None:
    """Back to identities; who was merged stays with the owner, without the history of merging."""
    op.create_table(
        "identities",
        sa.Column("namespace", sa.String(128), primary_key=True),
        sa.Column("value", sa.String(128), primary_key=True),
        sa.Column("person_id", sa.String(300), nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    merged = sa.select(_STATES.c.person_id, _STATES.c.merged_into).where(_STATES.c.merged_into.is_not(None))
    for person_id, owner in connection.execute(merged).fetchall():
        namespace, colon, value = person_id.partition(":")
        if colon and len(namespace) <= 128 and len(value) <= 128:
            row = {"namespace": namespace, "value": value, "person_id": owner}
            connection.execute(sa.insert(_IDENTITIES).values(row))
    connection.execute(sa.delete(_STATES).where(_STATES.c.merged_into.is_not(None)))
    for name in ("erasures", "tombstones", "link_alarms", "merges"):
        op.drop_table(name)
    with op.batch_alter_table("person_states") as states:
        states.drop_index("person_states_by_root")
        states.drop_column("base_seq")
        states.drop_column("base")
        states.drop_column("merged_into")


def _make() -> None:
    op.create_table(
        "merges",
        sa.Column("merge_id", sa.String(40), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("child", sa.String(300), nullable=False),
        sa.Column("parent", sa.String(300), nullable=False),
        sa.Column("via", sa.String(300)),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("source", sa.String(300)),
        sa.Column("by", sa.String(64)),
        sa.Column("undone_at", sa.BigInteger),
        sa.Column("undone_by", sa.String(64)),
        sqlite_with_rowid=False,
    )
    for name in ("child", "parent", "via"):
        op.create_index(f"merges_by_{name}", "merges", [name])
    op.create_table(
        "link_alarms",
        sa.Column("cap", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(300), primary_key=True),
        sa.Column("namespace", sa.String(64), primary_key=True),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.String(300), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tombstones",
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("erased_at", sa.BigInteger, nullable=False),
        sa.Column("receipt", sa.String(40), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("tombstones_by_receipt", "tombstones", ["receipt"])
    op.create_table(
        "erasures",
        sa.Column("receipt", sa.String(40), primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(64)),
        sa.Column("completed_at", sa.BigInteger),
        sa.Column("deleted", sa.Text, nullable=False),
        sa.Column("pending", sa.Text),
    )


def _merge(connection: sa.Connection, leaf: str, owner: str) -> None:
    if leaf == owner:
        return
    # An empty state that leads to the owner, in the format of that time.
    nothing = json.dumps([1, owner, [0], None, None, {}, True, [], []], separators=(",", ":")).encode()
    if connection.execute(sa.select(_STATES.c.person_id).where(_STATES.c.person_id == leaf)).first() is not None:
        # Events came for the identifier before it had an owner: they stay its own until somebody links it again.
        return
    connection.execute(sa.insert(_STATES).values(person_id=leaf, state=nothing, merged_into=owner))
    merge_id = "m_" + hashlib.sha256(leaf.encode()).hexdigest()[:24]
    row = {"merge_id": merge_id, "at": 0, "child": leaf, "parent": owner, "via": leaf, "cause": "call"}
    connection.execute(sa.insert(_MERGES).values(row))
