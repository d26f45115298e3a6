"""Connections: what each thread keeps open to the database, so that what is done often need not ask a pool first.

Of a file one connection serves for reading and writing: what it holds in its cache stays good after a write of its own,
and after no other.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection


class Standing(NamedTuple):
    """A connection that stays open, and the driver's own within it."""

    connection: Connection
    driver: Any


class Connections:
    """Those of one process; `connect` opens one that begins no transaction by itself."""

    def __init__(self, connect: Callable[[], Connection]):
        self._connect = connect
        self._local = threading.local()

    def standing(self) -> Standing:
        """Return this thread's, opened when it is first asked for."""
        found: Standing | None = getattr(self._local, "standing", None)
        if found is None:
            connection = self._connect()
            found = self._local.standing = Standing(connection, driver_of(connection))
        return found

    def forget(self) -> None:
        """Close this thread's."""
        for each in (self._local.__dict__.pop("standing", None), self._local.__dict__.pop("spare", None)):
            if each is not None:
                each.connection.invalidate()
                each.connection.close()

    @contextmanager
    def lent(self, begin: str) -> Iterator[Connection]:
        """A transaction on this thread's connection, which `begin` begins.

        What the thread reads meanwhile goes by another one, as where a pool gives out connections: it sees what was
        committed.
        """
        mine, local = self.standing(), self._local
        mine.driver.execute(begin)
        local.standing = local.__dict__.pop("spare", None)
        try:
            yield mine.connection
            mine.driver.execute("COMMIT")
        except BaseException:
            mine.connection.rollback()
            mine.driver.rollback()
            raise
        finally:
            local.spare, local.standing = getattr(local, "standing", None), mine


def driver_of(connection: Connection) -> Any:
    """Return the driver's own connection, within the same transaction."""
    return connection.connection.driver_connection
