"""Decisions: what recomputing their features needs, and finding those of a person or of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add the features of what was placed, the refreshes of the counts, and indexes by person and by time."""
    op.add_column("decisions", sa.Column("features", sa.LargeBinary))
    op.add_column("decisions", sa.Column("feature_set", sa.String(32)))
    op.create_index("decisions_by_person", "decisions", ["person_id", "decided_at"])
    op.create_index("events_by_time", "events", ["occurred_at"])
    op.create_table(
        "feature_sets",
        sa.Column("feature_set", sa.String(32), primary_key=True),
        sa.Column("names", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refreshes",
        sa.Column("boot", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("world", sa.Integer, nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("folder", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("after_seq", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("still", sa.SmallInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("refreshes_by_time", "refreshes", ["made_at"])
    op.create_table(
        "pruned",
        sa.Column("log", sa.String(40), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to records alone; features and refreshes are lost."""
    for name in ("pruned", "refreshes", "feature_sets"):
        op.drop_table(name)
    op.drop_index("events_by_time", "events")
    op.drop_index("decisions_by_person", "decisions")
    for name in ("feature_set", "features"):
        op.drop_column("decisions", name)
