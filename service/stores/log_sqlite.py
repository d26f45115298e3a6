"""The log's statements for SQLite: the write lock is held from the beginning, so nothing can come in between."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import chain
from typing import Any

from service.stores.event_rows import COLUMNS
from service.stores.log_sql import DECIDED, Key, LogSql, Shown, Standing

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_EXPOSE = (
    "INSERT INTO exposures (decision_id, slot, content_id, person_id, touchpoint, product_id, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_SHOWN = (
    "SELECT person_id, content_id, decision_id, slot, touchpoint, product_id, at "
    "FROM exposures WHERE person_id = ? AND content_id = ?"
)
_PUT = (
    "INSERT INTO person_states (person_id, state, revision, seq) VALUES (?, ?, ?, ?) ON CONFLICT (person_id) DO UPDATE "
    "SET state = excluded.state, revision = excluded.revision, seq = max(seq, excluded.seq)"
)
_LARGEST = 512
"""Values in one IN (...), well below the number of variables that SQLite takes."""
_ROWS = 64
"""Rows that one statement adds."""
_STEP = 16
"""Lists are filled up to a multiple of this, so that a few statements serve all lengths and stay compiled."""


class SqliteLog(LogSql):
    """One statement a batch where it saves time; row by row where SQLite is faster so."""

    def version(self, driver: Any) -> object:
        # What others commit counts in the one, what this connection changes in the other.
        return driver, driver.execute("PRAGMA data_version").fetchone(), driver.total_changes

    def begin(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing]:
        # The transaction has the lock already.
        return self.standing(driver, person_ids)

    def end(self, driver: Any, person_ids: Collection[str]) -> None:
        """Nothing was taken."""

    def known(self, driver: Any, event_ids: Collection[str]) -> dict[str, bytes | None]:
        return dict(_within(driver, "SELECT event_id, digest FROM events WHERE event_id IN", event_ids))

    def expose(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> set[Key]:
        return {row[:3] for row in rows if driver.execute(_EXPOSE, row).rowcount}

    def exposures(self, driver: Any, shown: Collection[tuple[str, str]]) -> list[Shown]:
        return [Shown(*row) for pair in shown for row in driver.execute(_SHOWN, pair)]

    def insert(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> list[int] | None:
        if not rows:
            return []
        driver.executemany(_INSERT, rows)
        # Nobody else writes, so the places are one after the other.
        last = int(driver.execute("SELECT last_insert_rowid()").fetchone()[0])
        return list(range(last - len(rows) + 1, last + 1))

    def standing(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing]:
        query = "SELECT person_id, revision, merged_into, seq FROM person_states WHERE person_id IN"
        return {row[0]: Standing(*row[1:]) for row in _within(driver, query, person_ids)}

    def states(self, driver: Any, person_ids: Collection[str]) -> dict[str, tuple[Standing, bytes]]:
        query = "SELECT person_id, revision, merged_into, seq, state FROM person_states WHERE person_id IN"
        return {row[0]: (Standing(*row[1:4]), row[4]) for row in _within(driver, query, person_ids)}

    def put(self, driver: Any, rows: Sequence[tuple[str, bytes, int, int]]) -> None:
        driver.executemany(_PUT, rows)

    def decided(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> None:
        # One statement for many rows: with each that ends the driver takes the interpreter anew, and may have to wait
        # for the thread that answers requests while it holds the write lock.
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            driver.execute(_decided(len(part)), list(chain.from_iterable(part)))

    def settled(self, read: Callable[[str, tuple[Any, ...]], list[Any]]) -> int:
        # Places are given under the write lock, so they appear in their order.
        return int(read("SELECT max(seq) FROM events", ())[0][0] or 0)


def _within(driver: Any, query: str, values: Collection[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a query that ends in IN, for any number of values."""
    found, given = [], list(values)
    for start in range(0, len(given), _LARGEST):
        part = given[start : start + _LARGEST]
        part += part[-1:] * (-len(part) % _STEP)
        found += driver.execute(_statement(query, len(part)), part).fetchall()
    return found


@cache
def _statement(query: str, count: int) -> str:
    return f"{query} ({', '.join('?' * count)})"


@cache
def _decided(count: int) -> str:
    row = f"({', '.join('?' * len(DECIDED))})"
    return f"INSERT INTO decisions ({', '.join(DECIDED)}) VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING"
