"""Scrub: what was deleted leaves the database's files too.

SQLite overwrites what it deletes (`secure_delete`, which every connection sets), and a checkpoint that truncates its
write-ahead log drops the copies there. PostgreSQL drops dead rows when it vacuums; its write-ahead log keeps them until
it has rolled over, and so do backups.
"""

import time
from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from service.stores.database import Database
from slotwise.errors import StoreError

_WAIT = 5.0
"""Seconds in which readers may end what they read."""


def scrub(database: Database, tables: Iterable[str]) -> None:
    """Drop what was deleted from the files; raise StoreError when readers or a fault keep it from being done."""
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with connection:
            if not database.sqlite:
                # Waiting for the lock has an end all the same: whoever waits behind it must not wait for ever.
                connection.exec_driver_sql("SET statement_timeout = 0")
                try:
                    connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(sorted(tables))}")
                finally:
                    connection.exec_driver_sql("RESET statement_timeout")
                return
            until = time.monotonic() + _WAIT
            while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                if time.monotonic() > until:
                    raise StoreError("readers keep the write-ahead log from being truncated", hint="try again")
                time.sleep(0.05)
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"the store cannot be scrubbed: {error}", hint="try again") from error
