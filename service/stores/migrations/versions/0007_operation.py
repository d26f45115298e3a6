"""The operator's world: revisions of the configuration, results of jobs, alarms of probes, audiences, tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None

_TABLES = (
    "configuration_revisions",
    "configuration_documents",
    "results",
    "probe_alarms",
    "audience_exports",
    "audience_members",
    "tasks",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "configuration_revisions",
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("parent", sa.Integer),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.String(128), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("restores", sa.Integer),
        sa.Column("documents", sa.Text, nullable=False),
    )
    op.create_table(
        "configuration_documents",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "results",
        sa.Column("kind", sa.String(64), primary_key=True),
        sa.Column("subject", sa.String(200), primary_key=True),
        sa.Column("until", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    _alarms()
    _audiences()
    _tasks()


def downgrade() -> None:
    """Drop them."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _alarms() -> None:
    big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "probe_alarms",
        sa.Column("id", big, primary_key=True, autoincrement=True),
        sa.Column("probe", sa.String(128), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("threshold", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("probe_alarms_by_probe", "probe_alarms", ["probe", "at"])


def _audiences() -> None:
    op.create_table(
        "audience_exports",
        sa.Column("export_id", sa.String(40), primary_key=True),
        sa.Column("audience", sa.String(128), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.String(128), nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("treated", sa.Integer, nullable=False),
        sa.Column("held_out", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("audience_exports_by_audience", "audience_exports", ["audience", "made_at"])
    op.create_table(
        "audience_members",
        sa.Column("export_id", sa.String(40), primary_key=True),
        sa.Column("person_id", sa.String(300), primary_key=True),
        sa.Column("treated", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("audience_members_by_person", "audience_members", ["person_id"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("task_id", sa.String(40), primary_key=True),
        sa.Column("staircase", sa.String(128), nullable=False),
        sa.Column("person_id", sa.String(300), nullable=False),
        sa.Column("product_id", sa.String(128)),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("agent", sa.String(128)),
        sa.Column("result", sa.String(64)),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("tasks_by_worklist", "tasks", ["staircase", "status", "due_at"])
    op.create_index("tasks_by_person", "tasks", ["person_id", "staircase"])
