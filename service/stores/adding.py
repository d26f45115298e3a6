"""Adding a batch of events: everything that happens in its one transaction, in a straight line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.stores import batch, folding
from service.stores.event_rows import to_row
from service.stores.folding import Draft, Written
from service.stores.identities import members
from service.stores.log_sql import LogSql, Shown, Standing
from service.stores.new_events import NewEvent, Status, Verdict
from service.stores.refold import refold
from service.stores.rejected import PROBLEMS, Refusal, keep
from slotwise.events import Event
from slotwise.person import PersonState

Admit = Callable[[Connection, Sequence[NewEvent]], Sequence[NewEvent | None]]
"""Looks at a batch within its transaction: returns each event, perhaps for another person, or None when its person was
erased. What it changes (links between identities) is stored with the events or not at all."""


class OvertakenError(Exception):
    """Another process was faster with an event or a person of the batch; nothing is stored, it can be begun anew."""


@dataclass(frozen=True, slots=True)
class Adding:
    """One batch: the events, the attribution windows in ms by touchpoint, and the states as they were before."""

    sql: LogSql
    new: Sequence[NewEvent]
    windows: Mapping[str, int]
    draft: Draft
    admit: Admit | None = None
    refusals: Sequence[Refusal] = ()
    keep_refused: bool = True

    def run(self, connection: Connection, driver: Any) -> tuple[list[Verdict], list[Written]]:
        """Store what is new, and return a verdict for each event and the states that were written.

        Raises OvertakenError, StateError or an error of the driver.
        """
        admitted = self.admit(connection, self.new) if self.admit else self.new
        names = {each.event.person_id for each in admitted if each is not None and each.event.person_id}
        draft, standing = self._locked(driver, names)
        statuses = batch.judge(admitted, self.sql.known(driver, {each.event.event_id for each in admitted if each}))
        fresh = [each for each, status in zip(admitted, statuses, strict=True) if each and status is Status.ACCEPTED]
        fresh, places, repeated = self._insert(driver, fresh)
        counted = [each.event for each, again in zip(fresh, repeated, strict=True) if not again]
        last = max(places, default=0)
        written = folding.fold(self.sql, driver, draft, standing, counted, last, lambda name: _anew(connection, name))
        self.sql.end(driver, draft.persons(names) - {each.person_id for each in written})
        self._keep(connection, statuses)
        return _verdicts(statuses, fresh), written

    def _locked(self, driver: Any, names: set[str]) -> tuple[Draft, Mapping[str, Standing]]:
        """Lock the states of persons and their owners; return the draft that holds, and how they stand."""
        if self._untouched(driver, names):
            return self.draft, self.draft.standing
        persons = self.draft.persons(names)
        standing = self._begun(driver, persons)
        if self.draft.holds(standing, names):
            return self.draft, standing
        # Merged or parted since the draft, perhaps by this very batch.
        owners = {each: root for each in names if (root := standing.get(each, folding.ABSENT).merged_into) is not None}
        return Draft({}, owners), {**standing, **self._begun(driver, set(owners.values()) - persons)}

    def _untouched(self, driver: Any, names: set[str]) -> bool:
        """Tell whether these persons were drafted, and nothing was written since then, by this batch neither."""
        drafted = self.draft.version
        if drafted is None or drafted != self.sql.version(driver):
            return False
        return names <= {each.event.person_id for each in self.new}

    def _begun(self, driver: Any, persons: set[str]) -> Mapping[str, Standing]:
        standing = self.sql.begin(driver, persons)
        if standing is None:
            raise OvertakenError
        return standing

    def _insert(self, driver: Any, fresh: list[NewEvent]) -> tuple[list[NewEvent], list[int], list[bool]]:
        """Add new events to the log: return them as they were attributed, their places, and which are repeated."""
        exposures = batch.exposure_rows([each.event for each in fresh])
        noted = self.sql.expose(driver, list(exposures.values()))
        fresh = self._attributed(driver, fresh)
        repeated = batch.repeats([each.event for each in fresh], noted)
        places = self.sql.insert(driver, [to_row(each, again) for each, again in zip(fresh, repeated, strict=True)])
        if places is None:
            raise OvertakenError
        return fresh, places, repeated

    def _attributed(self, driver: Any, new: list[NewEvent]) -> list[NewEvent]:
        pairs = {_pair(each.event): None for each in new if batch.unattributed(each.event)}
        found: dict[tuple[str, str], list[Shown]] = {}
        for shown in self.sql.exposures(driver, list(pairs)):
            found.setdefault((shown.person_id, shown.content_id), []).append(shown)
        if not found:
            return new
        return [
            batch.attribute(each, found.get(_pair(each.event), []), self.windows)
            if batch.unattributed(each.event)
            else each
            for each in new
        ]

    def _keep(self, connection: Connection, statuses: Sequence[Status]) -> None:
        """Keep what was refused before and, unless it was kept before, what is refused here."""
        pairs = zip(self.new, statuses, strict=True) if self.keep_refused else ()
        refused = [*self.refusals, *(_refusal(each, status) for each, status in pairs if status in PROBLEMS)]
        if refused:
            keep(connection, refused)


def _anew(connection: Connection, person_id: str) -> PersonState:
    return refold(connection, members(connection, person_id))


def _pair(event: Event) -> tuple[str, str]:
    return event.person_id, event.content_id or ""


def _verdicts(statuses: Sequence[Status], fresh: Sequence[NewEvent]) -> list[Verdict]:
    accepted = iter(fresh)
    return [
        Verdict(status, next(accepted).attributed) if status is Status.ACCEPTED else Verdict(status)
        for status in statuses
    ]


def _refusal(new: NewEvent, status: Status) -> Refusal:
    """Return how a conflict, or an event of an erased person, is kept; of the latter nothing but that it came."""
    problem = PROBLEMS[status]
    if status is Status.ERASED:
        return Refusal(new.received_at, problem["code"], problem, b"")
    return Refusal(new.received_at, problem["code"], problem, new.body, new.event.event_id)
