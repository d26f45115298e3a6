"""Database: one SQLAlchemy engine a process, and one standing connection a thread for reads.

SQLite runs in WAL mode, so reads never wait; a transaction takes the write lock when it begins, because
one that asks for it later can be told "locked" without a chance to wait (SQLite, "BEGIN IMMEDIATE").
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from service.stores.migrate import upgrade
from slotwise.errors import StoreError

_BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""
_SYNCHRONOUS = {"process": "NORMAL", "power": "FULL"}


class Database:
    """Connections to one database; may be made before a fork, each process opens its own."""

    def __init__(self, url: str, durability: str = "process"):
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._synchronous = _SYNCHRONOUS[durability]
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._pid = 0
        self._local = threading.local()

    def prepare(self) -> None:
        """Bring the tables to their newest shape; raise StoreError when the database cannot be written."""
        if self.sqlite and self.url.database:
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"the store's folder cannot be made: {error}") from error
        with self.write() as connection:
            upgrade(connection)

    def close(self) -> None:
        """Close this process's connections, as before a fork."""
        if self._engine is not None and self._pid == os.getpid():
            self._local.__dict__.pop("reader", None)
            self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """This process's engine."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._engine, self._local, self._pid = self._make(), threading.local(), os.getpid()
        assert self._engine is not None
        return self._engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction with the write lock; raises StoreError, and nothing has happened then."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"the store cannot be written: {_short(error)}", hint="try again") from error

    def row(self, statement: Executable, parameters: dict[str, Any]) -> Any:
        """Return the first row of a query, or None; raise StoreError."""
        found = self.rows(statement, parameters)
        return found[0] if found else None

    def rows(self, statement: Executable, parameters: dict[str, Any]) -> list[Any]:
        """Return all rows of a query; raise StoreError."""
        try:
            return list(self._reader().execute(statement, parameters))
        except (SQLAlchemyError, OSError) as error:
            self._local.__dict__.pop("reader", None)
            raise StoreError(f"the store cannot be read: {_short(error)}") from error

    def quick(self, query: str, parameters: tuple[Any, ...]) -> Any:
        """Return the first row of a query as the driver gives it, or None; raise StoreError.

        For what every decision reads: a tenth of the time of `row`. `query` has one ? for each parameter.
        """
        try:
            reader = self._reader()
            if not self.sqlite:
                return reader.exec_driver_sql(query.replace("?", "%s"), parameters).first()
            return self._local.driver.execute(query, parameters).fetchone()
        except Exception as error:
            self._local.__dict__.pop("reader", None)
            raise StoreError(f"the store cannot be read: {_short(error)}") from error

    def _reader(self) -> Connection:
        engine = self.engine
        reader: Connection | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._local.driver = reader.connection.driver_connection
            self._local.reader = reader
        return reader

    def _make(self) -> Engine:
        if not self.sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        engine = create_engine(self.url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

        @event.listens_for(engine, "connect")
        def _open(connection: Any, record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", f"synchronous={self._synchronous}", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine


def _short(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]
