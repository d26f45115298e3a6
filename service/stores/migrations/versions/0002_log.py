"""The live log: what was refused, which exposure counts, how an event was attributed; revisions of states."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add columns to events and states, and make the tables of exposures and refused events."""
    op.add_column("events", sa.Column("digest", sa.LargeBinary(16)))
    op.add_column("events", sa.Column("skew_ms", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("events", sa.Column("attributed", sa.String(8), nullable=False, server_default=""))
    op.add_column("events", sa.Column("repeated", sa.SmallInteger, nullable=False, server_default="0"))
    op.add_column("events", sa.Column("identities", sa.Text))
    for name in ("revision", "seq"):
        op.add_column("person_states", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "exposures",
        sa.Column("decision_id", sa.String(128), primary_key=True),
        sa.Column("slot", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("content_id", sa.String(128), primary_key=True),
        sa.Column("person_id", sa.String(300), nullable=False),
        sa.Column("touchpoint", sa.String(128)),
        sa.Column("product_id", sa.String(128)),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("exposures_by_person", "exposures", ["person_id", "content_id"])
    op.create_table(
        "rejected_events",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.String(128)),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("resolved_at", sa.BigInteger),
        sa.Column("resolved_as", sa.String(128)),
        sqlite_autoincrement=True,
    )
    op.create_index("rejected_events_by_code", "rejected_events", ["code", "id"])
    op.create_table(
        "uncopied_states",
        sa.Column("person_id", sa.String(300), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        # Compressing a state at every event costs more than the space is worth.
        op.execute("ALTER TABLE person_states ALTER COLUMN state SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Back to the first shape; exposures and refused events are lost with their tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE person_states ALTER COLUMN state SET STORAGE EXTENDED")
    op.drop_table("uncopied_states")
    op.drop_table("rejected_events")
    op.drop_table("exposures")
    for name in ("seq", "revision"):
        op.drop_column("person_states", name)
    for name in ("identities", "repeated", "attributed", "skew_ms", "digest"):
        op.drop_column("events", name)
