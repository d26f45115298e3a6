"""Locks: merging persons waits for all that fold events, and the other way round.

SQLite has one writer at a time anyway; in PostgreSQL folds share a lock that a merge takes for itself, both until the
end of their transaction.
"""

from sqlalchemy import Connection, text

PATIENCE = 600.0
"""Seconds that a transaction may take which folds or deletes everything about a person."""
_KEY = 7_301_001
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")
_BESIDE = text("SELECT pg_advisory_xact_lock_shared(:key)")


def alone(connection: Connection) -> None:
    """Keep everybody else from folding events and from merging, until the transaction ends."""
    if connection.dialect.name != "sqlite":
        connection.execute(_ALONE, {"key": _KEY})


def beside(connection: Connection) -> None:
    """Keep others from merging, until the transaction ends."""
    if connection.dialect.name != "sqlite":
        connection.execute(_BESIDE, {"key": _KEY})


def patient(connection: Connection) -> None:
    """Let each statement take as long as it needs, until the transaction ends; it is begun with PATIENCE."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
