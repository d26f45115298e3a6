"""Bases in a table of their own: in the rows of states every event wrote them anew, and many a row needed two pages."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None


def upgrade() -> None:
    """Make the table and move them there."""
    op.create_table(
        "person_bases",
        sa.Column("person_id", sa.String(300), primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
    )
    op.execute(
        "INSERT INTO person_bases (person_id, seq, state) "
        "SELECT person_id, base_seq, base FROM person_states WHERE base IS NOT NULL"
    )
    with op.batch_alter_table("person_states") as states:
        states.drop_column("base_seq")
        states.drop_column("base")


def downgrade() -> None:
    """Move them back."""
    with op.batch_alter_table("person_states") as states:
        states.add_column(sa.Column("base_seq", sa.BigInteger, nullable=False, server_default="0"))
        states.add_column(sa.Column("base", sa.LargeBinary))
    mine = "FROM person_bases WHERE person_bases.person_id = person_states.person_id"
    op.execute(
        f"UPDATE person_states SET base = (SELECT state {mine}), base_seq = (SELECT seq {mine}) "
        f"WHERE EXISTS (SELECT 1 {mine})"
    )
    op.drop_table("person_bases")
