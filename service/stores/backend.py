"""Backend: what differs between the databases, apart from the log's statements."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import IsolationLevel

from service.stores.log_sql import LogSql


class Backend(ABC):
    """One kind of database; may be made before a fork. `errors` are what its driver raises."""

    snapshot: IsolationLevel
    """The isolation level of a transaction that sees one moment."""

    def __init__(self, url: URL, log: LogSql, errors: tuple[type[Exception], ...]):
        self.url = url
        self.log = log
        self.errors = errors

    @abstractmethod
    def prepare(self) -> None:
        """Make what has to be there before the first connection; raise StoreError."""

    def migrating(self, connection: Connection) -> None:  # noqa: B027 - where the write lock is all that is needed
        """Keep others from migrating until the transaction ends, and let it take its time."""

    @abstractmethod
    def engine(self) -> Engine:
        """Return a new engine, for one process."""

    @abstractmethod
    def query(self, text: str) -> str:
        """Return a query whose parameters are written ? as the driver wants it."""

    @abstractmethod
    def watch(self, driver: Any, seconds: float) -> AbstractContextManager[None]:
        """Make sure that what is done with a connection ends after a time, with an error if need be."""

    def ready(self) -> None:  # noqa: B027 - what is always there is always ready
        """Raise StoreError at once when the database is known to be away."""

    def connect(self, make: Callable[[], Any]) -> Any:
        """Return what a function that opens a connection returns; raise StoreError when that takes too long."""
        return make()

    def spare(self, driver: Any) -> None:  # noqa: B027 - a server has its own processes for it
        """Leave what other threads' connections can do as well to them: this one's thread answers requests."""

    def refused(self, error: Exception) -> bool:
        """Tell whether an error is the database's answer, so that its connections are as good as before."""
        return True

    def again(self, error: BaseException | None) -> bool:
        """Tell whether a transaction failed only because of another one, so that it can be begun anew."""
        return False

    def failed(self, error: Exception) -> None:  # noqa: B027 - nothing to learn unless it is a server
        """Learn that the database did not answer as it should."""
