"""Persons' states compressed in PostgreSQL, in the rows themselves: a third of the bytes that every batch writes twice.

Only lz4 is quick enough for a state at every event; a server without it keeps them as they are. What is stored already
is compressed when it is written next.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None

_LZ4 = sa.text("SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
_COLUMN = "ALTER TABLE person_states ALTER COLUMN state"


def upgrade() -> None:
    """Have them compressed where the server can."""
    if _has_lz4():
        op.execute(f"{_COLUMN} SET COMPRESSION lz4")
        op.execute(f"{_COLUMN} SET STORAGE MAIN")


def downgrade() -> None:
    """Have them stored beside the rows as they are."""
    if _has_lz4():
        op.execute(f"{_COLUMN} SET STORAGE EXTERNAL")
        op.execute(f"{_COLUMN} SET COMPRESSION default")


def _has_lz4() -> bool:
    # Servers before PostgreSQL 14 have no such setting.
    connection = op.get_bind()
    return connection.dialect.name == "postgresql" and bool(connection.execute(_LZ4).scalar())
