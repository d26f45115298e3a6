"""Persons: links, merges, receipts of erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None


def upgrade() -> None:
    """Say who was merged into whom."""
    op.add_column("person_states", sa.Column("merged_into", sa.String(300)))


def downgrade() -> None:
    """Back to persons who are never merged."""
    op.drop_column("person_states", "merged_into")
