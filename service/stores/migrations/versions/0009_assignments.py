"""Assignments: which decision was part of which experiment, for whom, in which variant, and what answered."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "assignments",
        sa.Column("decision_id", sa.String(40), primary_key=True),
        sa.Column("experiment", sa.String(64), primary_key=True),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.String(300)),
        sa.Column("session", sa.String(128)),
        sa.Column("unit", sa.String(300)),
        sa.Column("phase", sa.Integer, nullable=False),
        sa.Column("variant", sa.String(64), nullable=False),
        sa.Column("probability", sa.Double, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("served", sa.String(64), nullable=False),
        sa.Column("model", sa.String(128)),
        sa.Column("version", sa.String(128)),
        sa.Column("service_level", sa.String(32), nullable=False),
        sa.Column("elapsed_ms", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("assignments_by_time", "assignments", ["decided_at"])
    op.create_index("assignments_by_person", "assignments", ["person_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("assignments")
