"""The first shape: events, states, identities, decisions and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "events",
        sa.Column("seq", _BIG, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.String(128), nullable=False, unique=True),
        sa.Column("person_id", sa.String(300), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("product_id", sa.String(128)),
        sa.Column("content_id", sa.String(128)),
        sa.Column("touchpoint", sa.String(128)),
        sa.Column("slot", sa.SmallInteger),
        sa.Column("decision_id", sa.String(128)),
        sa.Column("session", sa.String(128)),
        sa.Column("scene", sa.String(128)),
        sa.Column("value", sa.Float),
        sa.Column("currency", sa.String(3)),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("properties", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_by_person", "events", ["person_id", "occurred_at"])
    op.create_table(
        "person_states",
        sa.Column("person_id", sa.String(300), primary_key=True),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identities",
        sa.Column("namespace", sa.String(128), primary_key=True),
        sa.Column("value", sa.String(128), primary_key=True),
        sa.Column("person_id", sa.String(300), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.String(40), primary_key=True),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.String(300)),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("decisions_by_time", "decisions", ["decided_at"])
    op.create_table(
        "answers",
        sa.Column("request_id", sa.String(128), primary_key=True),
        sa.Column("person_id", sa.String(300), nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("decision_id", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables with everything in them."""
    for name in ("answers", "decisions", "identities", "person_states", "events"):
        op.drop_table(name)
