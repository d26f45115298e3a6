"""Persons' states in rows of their own: in SQLite a table without row ids keeps its rows in the nodes of its tree, and
with rows as long as a state the tree is many levels deep. Nothing else changes, and PostgreSQL has nothing to do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None

_COLUMNS = ("person_id", "revision", "seq", "merged_into", "base_seq", "state", "base")


def upgrade() -> None:
    """Copy the states to a table with row ids, what is read most often before what is long."""
    _copy(with_rowid=True)


def downgrade() -> None:
    """Copy them back."""
    _copy(with_rowid=False)


def _copy(with_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.create_table(
        "person_states_copied",
        sa.Column("person_id", sa.String(300), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("seq", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("merged_into", sa.String(300)),
        sa.Column("base_seq", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("base", sa.LargeBinary),
        sqlite_with_rowid=with_rowid,
    )
    names = ", ".join(_COLUMNS)
    op.execute(f"INSERT INTO person_states_copied ({names}) SELECT {names} FROM person_states ORDER BY person_id")
    op.drop_table("person_states")
    op.rename_table("person_states_copied", "person_states")
    op.create_index("person_states_by_root", "person_states", ["merged_into"])
