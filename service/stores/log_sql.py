"""What the logs of events and decisions ask of a database, in whole batches: the SQL of each is in a file of its own.

All of it runs on the driver's own connection, within the transaction that the caller has begun.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

Key = tuple[str, int, str]
"""An exposure: decision, slot (0 when unknown), content."""


DECIDED = ("decision_id", "decided_at", "person_id", "record", "features", "feature_set")
"""Columns of a decision."""


class Standing(NamedTuple):
    """What a stored state is without its blob: its revision, who the person was merged into, the last place folded."""

    revision: int
    merged_into: str | None = None
    seq: int = 0


class Shown(NamedTuple):
    """An exposure that an event may belong to; `at` ms UTC."""

    person_id: str
    content_id: str
    decision_id: str
    slot: int
    touchpoint: str | None
    product_id: str | None
    at: int


class LogSql(ABC):
    """The statements of one kind of database. Errors are the driver's own."""

    def version(self, driver: Any) -> object:
        """Return what is another value once anything was written, by this connection or another; None: unknown."""
        return None

    @abstractmethod
    def begin(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing] | None:
        """Make sure that nobody else changes these persons' states before the transaction ends; return how they stand.

        Returns None when another transaction has just added one of them.
        """

    @abstractmethod
    def end(self, driver: Any, person_ids: Collection[str]) -> None:
        """Leave no trace of those persons that `begin` was told and nothing was stored for."""

    @abstractmethod
    def known(self, driver: Any, event_ids: Collection[str]) -> dict[str, bytes | None]:
        """Return the digests of those events that are in the log."""

    @abstractmethod
    def expose(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> set[Key]:
        """Note exposures (columns of EXPOSURES, the key first) and return the keys that are new; no key twice."""

    @abstractmethod
    def exposures(self, driver: Any, shown: Collection[tuple[str, str]]) -> list[Shown]:
        """Return the exposures of contents to persons, given as (person, content)."""

    @abstractmethod
    def insert(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> list[int] | None:
        """Add events (rows as `event_rows.COLUMNS`) and return their places in the same order.

        Returns None when another transaction has just added one of them.
        """

    @abstractmethod
    def standing(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing]:
        """Return how those states stand that are stored."""

    @abstractmethod
    def states(self, driver: Any, person_ids: Collection[str]) -> dict[str, tuple[Standing, bytes]]:
        """Return those states that are stored, packed."""

    @abstractmethod
    def put(self, driver: Any, rows: Sequence[tuple[str, bytes, int, int]]) -> None:
        """Store states as (person, blob, revision, last place folded in), over those that are there."""

    @abstractmethod
    def decided(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> None:
        """Store decisions (rows as `DECIDED`); those that are there already stay as they are."""

    @abstractmethod
    def settled(self, read: Callable[[str, tuple[Any, ...]], list[Any]]) -> int:
        """Return the place of the log up to which nothing can come in any more; `read` runs a query outside of a
        transaction."""
