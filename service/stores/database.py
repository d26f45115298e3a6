"""Database: one SQLAlchemy engine a process, and one standing connection a thread."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from service.lease import longer
from service.stores.backend import Backend
from service.stores.connections import Connections, driver_of
from service.stores.log_sql import LogSql
from service.stores.migrate import upgrade
from service.stores.postgres import Postgres
from service.stores.sqlite import BEGIN, Sqlite
from slotwise.errors import StoreError

READ_SECONDS = 0.3
"""How long a read of a server may take before its connection is given up."""
WRITE_SECONDS = 5.0
"""The same of a transaction, and how long a writer waits for another one."""
_PREPARE_SECONDS = 600.0
_CONNECT_SECONDS = 1.0


class Database:
    """Connections to one database; may be made before a fork, each process opens its own."""

    def __init__(self, url: str, durability: str = "process"):
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._backend: Backend = (
            Sqlite(self.url, durability, WRITE_SECONDS)
            if self.sqlite
            else Postgres(self.url, durability, _CONNECT_SECONDS)
        )
        # The last two: half of a surrogate pair, or a number beyond 64 bits, which no database takes.
        self._errors: tuple[type[Exception], ...] = (
            SQLAlchemyError, OSError, *self._backend.errors, UnicodeError, OverflowError,
        )  # fmt: skip
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._pid = 0
        self._answering: int | None = None
        self._local = threading.local()
        self._connections = Connections(self._opened)

    @property
    def log(self) -> LogSql:
        """The statements of the log of events."""
        return self._backend.log

    def prepare(self) -> None:
        """Bring the tables to their newest shape; raise StoreError when the database cannot be written."""
        self._backend.prepare()
        with self._writing(self._pooled(_PREPARE_SECONDS), _PREPARE_SECONDS) as connection:
            self._backend.migrating(connection)
            upgrade(connection)

    def answering(self) -> None:
        """Say that this thread answers requests: what other threads can do as well is left to them."""
        self._answering = threading.get_ident()
        self._own.forget()

    def close(self) -> None:
        """Close this process's connections, as before a fork."""
        if self._engine is not None and self._pid == os.getpid():
            self._connections.forget()
            self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """This process's engine."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._local, self._connections = threading.local(), Connections(self._opened)
                    self._engine, self._pid = self._backend.engine(), os.getpid()
        assert self._engine is not None
        return self._engine

    def write(self, seconds: float = WRITE_SECONDS) -> AbstractContextManager[Connection]:
        """A transaction with the write lock; raises StoreError, and nothing has happened then.

        `seconds` is how long it may take as a whole when the database is a server.
        """
        return self._writing(self._own.lent(BEGIN) if self.sqlite else self._pooled(seconds), seconds)

    @contextmanager
    def _writing(self, transaction: AbstractContextManager[Connection], seconds: float) -> Iterator[Connection]:
        self._backend.ready()
        after = list[Callable[[], None]]()
        try:
            with longer(seconds), transaction as connection:
                self._local.after = after
                yield connection
        except self._errors as error:
            # What is left of the connection cannot be told, nor of the others that were opened to the same server.
            if self.sqlite:
                self._connections.forget()
            elif not self._backend.refused(error):
                self.engine.dispose()
            self._backend.failed(error)
            raise StoreError(f"the store cannot be written: {_short(error)}", hint="try again") from error
        finally:
            self._local.after = None
        for work in after:
            work()

    @contextmanager
    def _pooled(self, seconds: float) -> Iterator[Connection]:
        with (
            self.engine.connect() as connection,
            self._backend.watch(driver_of(connection), seconds),
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that sees one moment and changes nothing; nobody waits for it. Raises StoreError."""
        self._backend.ready()
        try:
            with self.engine.connect().execution_options(isolation_level=self._backend.snapshot) as connection:
                if self.sqlite:
                    connection.exec_driver_sql("BEGIN")
                try:
                    yield connection
                finally:
                    if self.sqlite:
                        connection.exec_driver_sql("ROLLBACK")
        except self._errors as error:
            self._backend.failed(error)
            raise StoreError(f"the store cannot be read: {_short(error)}") from error

    def again(self, error: StoreError) -> bool:
        """Tell whether a transaction failed only because of another one, so that it can be begun anew."""
        return self._backend.again(error.__cause__)

    def after_commit(self, work: Callable[[], None]) -> None:
        """Have something done when the transaction of this thread has happened; not at all when it has not."""
        after = getattr(self._local, "after", None)
        if after is None:
            raise RuntimeError("there is no transaction in this thread")
        after.append(work)

    def row(self, statement: Executable, parameters: dict[str, Any]) -> Any:
        """Return the first row of a query, or None; raise StoreError."""
        found = self.rows(statement, parameters)
        return found[0] if found else None

    def rows(self, statement: Executable, parameters: dict[str, Any]) -> list[Any]:
        """Return all rows of a query; raise StoreError."""
        with longer(WRITE_SECONDS), self._reading(WRITE_SECONDS):
            return list(self._own.standing().connection.execute(statement, parameters))

    def quick(self, query: str, parameters: tuple[Any, ...]) -> Any:
        """Return the first row of a query as the driver gives it, or None; raise StoreError.

        For what every decision reads: a tenth of the time of `row`. `query` has one ? for each parameter.
        """
        if self.sqlite:
            return self._from_file(lambda driver: driver.execute(query, parameters).fetchone())
        with self._reading(READ_SECONDS):
            return self._driver().execute(self._backend.query(query), parameters).fetchone()

    def quick_rows(self, query: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Return all rows of a query as `quick` does; raise StoreError."""
        return self.with_driver(lambda driver: driver.execute(self._backend.query(query), parameters).fetchall())

    def with_driver(self, read: Callable[[Any], Any]) -> Any:
        """Return what a function reads from the driver's own connection, outside of a transaction; raise StoreError."""
        with longer(WRITE_SECONDS):
            if self.sqlite:
                return self._from_file(read)
            with self._reading(WRITE_SECONDS):
                return read(self._driver())

    def _from_file(self, read: Callable[[Any], Any]) -> Any:
        # A file needs no watching, and the contexts that watch take as long as a query's own part of the library.
        try:
            return read(self._driver())
        except self._errors as error:
            raise self._unread(error) from error

    @contextmanager
    def _reading(self, seconds: float) -> Iterator[None]:
        self._backend.ready()
        try:
            with self._backend.watch(self._driver(), seconds):
                yield
        except self._errors as error:
            raise self._unread(error) from error

    def _unread(self, error: Exception) -> StoreError:
        self._connections.forget()
        self._backend.failed(error)
        return StoreError(f"the store cannot be read: {_short(error)}")

    def _driver(self) -> Any:
        return self._own.standing().driver

    @property
    def _own(self) -> Connections:
        """The connections of this process: a fork has its own."""
        if self._pid != os.getpid():
            _ = self.engine
        return self._connections

    def _opened(self) -> Connection:
        found: Connection = self._backend.connect(self.engine.connect).execution_options(isolation_level="AUTOCOMMIT")
        if threading.get_ident() == self._answering:
            self._backend.spare(driver_of(found))
        return found


def _short(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0][:200]
