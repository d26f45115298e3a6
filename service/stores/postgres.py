"""PostgreSQL as a backend: every wait has an end, and after a failure nobody waits until it answers again."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from service.stores.backend import Backend
from service.stores.binary_arrays import register
from service.stores.breaker import Breaker
from service.stores.log_postgres import PostgresLog
from service.stores.watchdog import Watchdog
from slotwise.errors import MissingExtraError, StoreError

_CONNECT_SECONDS = 2
"""The least that libpq knows; who asks waits less, see `connect`."""
_STATEMENT_MS = 5_000
_LOCK_MS = 3_000
_IDLE_MS = 10_000
"""A transaction whose client is gone ends after this time."""
_MIGRATION = 7_301_002
"""Key of the advisory lock of whoever brings the tables to their newest shape."""
_AGAIN = {"40P01", "40001"}
"""Deadlock, serialisation failure."""


class Postgres(Backend):
    """A server; `connect_seconds` is how long a request waits for a new connection."""

    snapshot = "REPEATABLE READ"

    def __init__(self, url: URL, durability: str, connect_seconds: float):
        super().__init__(_with_driver(url), PostgresLog(), (_driver().Error,))
        self._durability = durability
        self._connect_seconds = connect_seconds
        self._watchdog = Watchdog()
        self._breaker = Breaker("postgresql", self._probe)

    def prepare(self) -> None:
        """The database itself is made by whoever runs the server."""

    def migrating(self, connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION})")

    def engine(self) -> Engine:
        engine = create_engine(self.url, connect_args=self._arguments(), pool_timeout=1.0)
        event.listen(engine, "connect", lambda driver, _: register(driver))
        return engine

    def query(self, text: str) -> str:
        return text.replace("?", "%s")

    def watch(self, driver: Any, seconds: float) -> AbstractContextManager[None]:
        return self._watchdog.watch(driver.fileno(), seconds)

    def ready(self) -> None:
        if self._breaker.open:
            raise StoreError("the database is away", hint="try again")

    def connect(self, make: Callable[[], Any]) -> Any:
        found: list[Any] = []
        thread = threading.Thread(target=_collect, args=(make, found), name="connect", daemon=True)
        thread.start()
        thread.join(self._connect_seconds)
        if not found:
            self._breaker.trip("it takes too long to connect")
            raise StoreError("the database takes too long to connect", hint="try again")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    def refused(self, error: Exception) -> bool:
        cause = getattr(error, "orig", None) or error
        if not isinstance(cause, _driver().OperationalError | _driver().InterfaceError):
            return True
        # An answer has a state, but 57P0x and 08xxx say that the server or the connection is going, and 0Axxx that the
        # tables have changed under the statements that the connection has prepared.
        state = str(getattr(cause, "sqlstate", None) or "08")
        return not state.startswith(("08", "0A", "57P"))

    def again(self, error: BaseException | None) -> bool:
        cause = getattr(error, "orig", None) or error
        return getattr(cause, "sqlstate", None) in _AGAIN

    def failed(self, error: Exception) -> None:
        if not self.refused(error):
            self._breaker.trip((str(error).strip().splitlines() or [type(error).__name__])[0][:200])

    def _arguments(self) -> dict[str, Any]:
        limits: dict[str, int | str] = {
            "statement_timeout": _STATEMENT_MS,
            "lock_timeout": _LOCK_MS,
            "idle_in_transaction_session_timeout": _IDLE_MS,
            # Everything is looked up by a key. A plan made while a table is small must not read all of it later.
            "enable_seqscan": "off",
            "enable_mergejoin": "off",
            "enable_hashjoin": "off",
            "jit": "off",
        }
        if self._durability == "power":
            limits["synchronous_commit"] = "on"
        return {
            "connect_timeout": _CONNECT_SECONDS,
            "tcp_user_timeout": _STATEMENT_MS,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "application_name": "slotwise",
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        }

    def _probe(self) -> None:
        url = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with (
            _driver().connect(url, autocommit=True, **self._arguments()) as connection,
            self._watchdog.watch(connection.fileno(), _CONNECT_SECONDS),
        ):
            connection.execute("SELECT 1")


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtraError(
            "PostgreSQL needs libraries that are not installed", hint="pip install 'slotwise[postgres]'"
        ) from error
    return psycopg


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg")


def _collect(make: Callable[[], Any], found: list[Any]) -> None:
    try:
        found.append(make())
    except Exception as error:
        found.append(error)
