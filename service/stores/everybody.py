"""Everybody: the states of all persons in the order of their ids, in bites, for whoever copies them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.stores.database import Database

_ALL = (
    "SELECT person_id, revision, merged_into, state FROM person_states WHERE person_id > ? ORDER BY person_id LIMIT ?"
)
_SINCE = (
    "SELECT person_id, revision, merged_into, state FROM person_states "
    "WHERE person_id > ? AND person_id <= ? AND revision > ? ORDER BY person_id"
)
_SINCE_LAST = (
    "SELECT person_id, revision, merged_into, state FROM person_states "
    "WHERE person_id > ? AND revision > ? ORDER BY person_id"
)
_FIRST = ""
"""Less than every id."""


class Row(NamedTuple):
    """A state as it is stored."""

    person_id: str
    revision: int
    merged_into: str | None
    state: bytes


class Everybody:
    """Reads all states; no read lasts longer than `batch` persons take, and nobody waits for any of them."""

    def __init__(self, database: Database, batch: int = 5_000):
        self._database = database
        self._batch = batch

    def all(self) -> Iterator[list[Row]]:
        """Give all states; raise StoreError. What is written meanwhile may or may not be among them."""
        last = _FIRST
        while found := self._database.quick_rows(_ALL, (last, self._batch)):
            yield [Row(*each) for each in found]
            last = found[-1][0]

    def since(self, revision: int, bounds: Sequence[str]) -> Iterator[list[Row]]:
        """Give the states with a later revision; raise StoreError.

        `bounds` are some ids in the database's order, a few thousand persons apart, as `all` came upon them: a query
        looks at no more than what lies between two of them.
        """
        first = _FIRST
        for bound in bounds:
            yield [Row(*each) for each in self._database.quick_rows(_SINCE, (first, bound, revision))]
            first = bound
        yield [Row(*each) for each in self._database.quick_rows(_SINCE_LAST, (first, revision))]
