"""SQLite as a backend: WAL, so that reads never wait, and the write lock taken when a transaction begins.

A transaction that asks for the lock later can be told "locked" without a chance to wait (SQLite, "BEGIN IMMEDIATE").
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from service.stores.backend import Backend
from service.stores.log_sqlite import SqliteLog
from slotwise.errors import StoreError

_SYNCHRONOUS = {"process": "NORMAL", "power": "FULL"}
_CHECKPOINT_PAGES = 16_000
"""Pages of the write-ahead log (64 MB) after which they go to the database: a page that is written often goes once."""
_SPARED_PAGES = 4 * _CHECKPOINT_PAGES
"""The same for a thread that answers requests, which then stands still for 40 ms and for the disk: every other thread
that writes, as the log of decisions does many times a second, is there before it."""
_CACHE_KIB = 16_384
BEGIN = "BEGIN IMMEDIATE"
"""How a transaction begins that is going to write."""


class Sqlite(Backend):
    """One file; `busy_seconds` is how long a writer waits for another one."""

    # Where the driver begins nothing by itself, BEGIN is ours to say.
    snapshot = "AUTOCOMMIT"

    def __init__(self, url: URL, durability: str, busy_seconds: float):
        super().__init__(url, SqliteLog(), (sqlite3.Error,))
        self._synchronous = _SYNCHRONOUS[durability]
        self._busy_seconds = busy_seconds

    def prepare(self) -> None:
        if self.url.database:
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"the store's folder cannot be made: {error}") from error

    def engine(self) -> Engine:
        engine = create_engine(self.url, connect_args={"timeout": self._busy_seconds, "check_same_thread": False})

        @event.listens_for(engine, "connect")
        def _open(connection: Any, record: Any) -> None:
            connection.isolation_level = None
            pragmas = ["journal_mode=WAL", f"synchronous={self._synchronous}", "foreign_keys=ON"]
            # What is deleted is overwritten, so that an erasure leaves nothing in the file.
            pragmas += ["secure_delete=ON", f"wal_autocheckpoint={_CHECKPOINT_PAGES}", f"cache_size=-{_CACHE_KIB}"]
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
                connection.exec_driver_sql(BEGIN)

        return engine

    def spare(self, driver: Any) -> None:
        driver.execute(f"PRAGMA wal_autocheckpoint={_SPARED_PAGES}")

    def query(self, text: str) -> str:
        return text

    @contextmanager
    def watch(self, driver: Any, seconds: float) -> Iterator[None]:
        yield
