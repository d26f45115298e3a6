"""Migrate: brings a database to a revision of its shape, up or down, as a whole or not at all."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

_FIRST = "0001"


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to a revision, within the caller's transaction."""
    config = _config(connection)
    names = set(inspect(connection).get_table_names())
    if "events" in names and "alembic_version" not in names:
        # Made before there were migrations: it has the first shape.
        command.stamp(config, _FIRST)
    command.upgrade(config, revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Bring the database down to a revision, within the caller's transaction."""
    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
