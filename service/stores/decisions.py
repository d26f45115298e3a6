"""Decisions with the features of what they placed, and the answers that may be asked for again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from service.stores.connections import driver_of
from service.stores.database import Database
from service.stores.locks import beside
from service.stores.log_sql import DECIDED
from service.stores.tables import ANSWERS, ASSIGNMENTS, DECISIONS, FEATURE_SETS
from service.stores.upsert import insert_new

_FIND = "SELECT decision_id, decided_at, person_id, record, features, feature_set FROM decisions WHERE decision_id = ?"
_NAMES = "SELECT names FROM feature_sets WHERE feature_set = ?"
_ANSWER = "SELECT person_id, decided_at, decision_id, body FROM answers WHERE request_id = ?"
Erased = Callable[[Connection, Collection[str]], set[str]]
"""Returns those of some ids whose persons were erased, within a transaction."""


@dataclass(frozen=True)
class Answered:
    """An answer as it was sent: to whom, when (ms UTC), under which decision id, its JSON body."""

    person_id: str
    decided_at: int
    decision_id: str
    body: bytes


@dataclass(frozen=True)
class FeatureNames:
    """Names of features, as JSON, under the name that decisions refer to them by."""

    feature_set: str
    names: str


class Logged(NamedTuple):
    """One decision as it is logged; `record` is JSON; `request_id` is set when a repeat is to get the same answer.

    `features` are float32 values, little-endian, named by `named`; None where the ranker did not answer.
    """

    decision_id: str
    decided_at: int
    person_id: str
    record: bytes
    request_id: str | None = None
    body: bytes = b""
    features: bytes | None = None
    named: FeatureNames | None = None
    assignments: tuple[Mapping[str, Any], ...] = ()
    """Rows of `assignments`: the experiments that it is part of."""

    @property
    def feature_set(self) -> str | None:
        """What the features' names are kept under."""
        return None if self.named is None else self.named.feature_set

    @property
    def row(self) -> tuple[Any, ...]:
        """The row of `decisions`, as `DECIDED`."""
        return self.decision_id, self.decided_at, self.person_id, self.record, self.features, self.feature_set

    @property
    def size(self) -> int:
        """About as many bytes as it takes in memory."""
        return len(self.record) + len(self.body) + len(self.features or b"") + 500 * (1 + len(self.assignments))


@dataclass(frozen=True)
class Kept:
    """A decision as it was stored."""

    decision_id: str
    decided_at: int
    person_id: str
    record: bytes
    features: bytes | None = None
    feature_set: str | None = None


class Decisions:
    """The log of decisions."""

    def __init__(self, database: Database, erased: Erased | None = None):
        self._database = database
        self._erased = erased
        self._named: set[str] = set()

    def add(self, logged: Iterable[Logged]) -> None:
        """Store decisions, all or none, but those for persons who were erased since; raise StoreError."""
        rows = list(logged)
        new = {each.named.feature_set: vars(each.named) for each in rows if each.named is not None}
        fresh = [found for name, found in new.items() if name not in self._named]
        with self._database.write() as connection:
            if self._erased is not None:
                beside(connection)
                gone = self._erased(connection, {each.person_id for each in rows if each.person_id})
                rows = [each for each in rows if each.person_id not in gone]
            names = ("request_id", "decided_at", "person_id", "decision_id", "body")
            answers = [{name: getattr(each, name) for name in names} for each in rows if each.request_id is not None]
            if fresh:
                connection.execute(insert_new(self._database, FEATURE_SETS), fresh)
            self._database.log.decided(driver_of(connection), [each.row for each in rows])
            if answers:
                connection.execute(insert_new(self._database, ANSWERS), answers)
            if assignments := [row for each in rows for row in each.assignments]:
                connection.execute(insert_new(self._database, ASSIGNMENTS), assignments)
        self._named.update(new)

    def find(self, decision_id: str) -> Kept | None:
        """Return a decision as it was stored, or None; raise StoreError."""
        row = self._database.quick(_FIND, (decision_id,))
        return None if row is None else Kept(*row)

    def record(self, decision_id: str) -> bytes | None:
        """Return the record of a decision as JSON, or None; raise StoreError."""
        found = self.find(decision_id)
        return None if found is None else bytes(found.record)

    def names(self, feature_set: str) -> str | None:
        """Return the names of a set of features as JSON, or None; raise StoreError."""
        row = self._database.quick(_NAMES, (feature_set,))
        return None if row is None else str(row[0])

    def of_person(self, person_id: str, after: tuple[int, str] = (-1, ""), limit: int = 100) -> list[Kept]:
        """Return decisions for a person in the order of time, after a moment (ms UTC) and id; raise StoreError."""
        return self._some(DECISIONS.c.person_id == person_id, after, limit)

    def between(self, since: int, until: int, batch: int = 2_000) -> Iterator[list[Kept]]:
        """Give the decisions made in [since, until) ms UTC in the order of time, batch by batch; raise StoreError."""
        after = (since - 1, "\U0010ffff")
        while found := self._some(DECISIONS.c.decided_at < until, after, batch):
            yield found
            after = (found[-1].decided_at, found[-1].decision_id)

    def with_features(self, batch: int = 20_000) -> Iterator[str]:
        """Give the ids of all decisions that have features, by id; raise StoreError."""
        last = ""
        while True:
            query = select(DECISIONS.c.decision_id, DECISIONS.c.feature_set).where(DECISIONS.c.decision_id > last)
            found = self._database.rows(query.order_by(DECISIONS.c.decision_id).limit(batch), {})
            if not found:
                return
            yield from (row.decision_id for row in found if row.feature_set is not None)
            last = found[-1].decision_id

    def answered(self, request_id: str) -> Answered | None:
        """Return the answer to a request id that is still kept, or None; raise StoreError."""
        row = self._database.quick(_ANSWER, (request_id,))
        return None if row is None else Answered(row[0], row[1], row[2], bytes(row[3]))

    def forget_answers(self, before: int) -> None:
        """Drop the answers given before a moment (ms UTC); raise StoreError."""
        with self._database.write() as connection:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.decided_at < before))

    def _some(self, where: Any, after: tuple[int, str], limit: int) -> list[Kept]:
        at, last = after
        later = (DECISIONS.c.decided_at > at) | ((DECISIONS.c.decided_at == at) & (DECISIONS.c.decision_id > last))
        query = (
            select(*(DECISIONS.c[name] for name in DECIDED))
            .where(where, DECISIONS.c.decided_at >= at, later)
            .order_by(DECISIONS.c.decided_at, DECISIONS.c.decision_id)
            .limit(limit)
        )
        return [Kept(*row) for row in self._database.rows(query, {})]
