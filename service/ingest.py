"""Ingest: events are judged each by itself, completed, and stored together with those that were refused."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from service.asked_events import AskedEvent
from service.completing import Arrival, Completing
from service.event_bodies import SENT_AT, digest_of, kept
from service.event_clock import EventClock
from service.metrics import Metrics
from service.people import People
from service.problems import of_error
from service.stores.events import Events
from service.stores.new_events import NewEvent, Status, Verdict
from service.stores.rejected import PROBLEMS, Refusal
from service.taken import Taken, take
from slotwise.errors import EventError, EventTooOldError, TokenError, TokenExpiredError

_ROOM = 1_024
"""Bytes that a refused event is kept with beyond the limit: blanks, and when it was sent."""
_TIMELY = {TokenExpiredError.code, EventTooOldError.code}
"""Reasons that come with time: the same event may have been fine before."""
ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"


class Outcome(NamedTuple):
    """What became of one event, with the problem document of one that was rejected."""

    event_id: str | None
    status: str
    problem: dict[str, Any] | None = None


@dataclass(frozen=True)
class Limits:
    """Bytes of one event, and how many days ago it may have happened."""

    bytes: int
    days: int


@dataclass
class Ingest:
    """Checks, completes and stores events."""

    events: Events
    people: People
    completing: Completing
    metrics: Metrics
    limits: Limits
    wall: Callable[[], float] = time.time

    def take(
        self,
        sent: Sequence[Any],
        sent_at: str | None = None,
        *,
        trusted: bool = True,
        arrived: int | None = None,
        again: bool = False,
    ) -> list[Outcome]:
        """Store events durably, fold them in, and return what became of each, in order.

        Raises EventError when `sent_at` is no moment, and StoreError; then nothing at all was stored. `arrived` is when
        they came, ms UTC, if that was earlier; `again` means that they were refused and kept before.
        """
        received = int(self.wall() * 1_000)
        clock = EventClock.of(arrived or received, sent_at, self.limits.days)
        taken = take(sent, self.limits.bytes)
        self._complete(taken, Arrival(received, clock, trusted))
        self._recall([each for each in taken if each.problem and each.problem["code"] in _TIMELY])
        new = [each.new for each in taken if each.new is not None]
        refused = [each for each in taken if each.problem is not None]
        refusals = [] if again else [self._refusal(each, received, sent_at) for each in refused]
        verdicts: list[Verdict] = []
        if new or refusals:
            verdicts = self.events.add(new, self.completing.windows(), refusals, keep_refused=not again)
        outcomes = _outcomes(taken, verdicts)
        self._count(outcomes, new)
        return outcomes

    def _complete(self, taken: list[Taken], arrival: Arrival) -> None:
        for each in taken:
            if each.asked is not None:
                try:
                    each.new = self._completed(each, each.asked, arrival)
                except (EventError, TokenError) as error:
                    each.problem = of_error(error)

    def _completed(self, taken: Taken, asked: AskedEvent, arrival: Arrival) -> NewEvent:
        person, now = asked.person, arrival.clock.arrived
        if asked.sent_at is not None:
            arrival = replace(arrival, clock=EventClock.of(now, asked.sent_at, self.limits.days))
        new = self.completing.complete(taken, asked, self.people.resolve(person), arrival)
        claims = self.people.claims(person, person.proof, arrival.trusted, now / 1_000)
        return new._replace(claims=claims) if claims else new

    def _recall(self, late: list[Taken]) -> None:
        """Find those that were stored while it was time: who sends one again must hear that it is there."""
        ids = {each.event_id for each in late if each.event_id}
        digests = self.events.digests(ids) if ids else {}
        for each in late:
            if digests.get(each.event_id or "") == digest_of(each.sent, each.body):
                each.stored, each.problem = True, None

    def _refusal(self, taken: Taken, received: int, sent_at: str | None) -> Refusal:
        problem, sent = taken.problem or {}, taken.sent
        if sent_at is not None and isinstance(sent, dict):
            # Only with it can the event's time be told when it is sent again.
            sent = {SENT_AT: sent_at, **sent}
        return Refusal(received, problem["code"], problem, kept(sent, self.limits.bytes + _ROOM), taken.event_id)

    def _count(self, outcomes: list[Outcome], new: list[NewEvent]) -> None:
        self.metrics.received.inc(len(outcomes))
        for status in (ACCEPTED, DUPLICATE, REJECTED):
            count = sum(each.status == status for each in outcomes)
            if count:
                self.metrics.events.labels(status).inc(count)
        for each in outcomes:
            if each.problem is not None:
                self.metrics.rejections.labels(each.problem["code"]).inc()
        skewed = sum(each.skew_ms != 0 for each in new)
        if skewed:
            self.metrics.skewed.inc(skewed)


def _outcomes(taken: list[Taken], verdicts: list[Verdict]) -> list[Outcome]:
    found, stored = [], iter(verdicts)
    for each in taken:
        if each.new is None:
            found.append(Outcome(each.event_id, DUPLICATE if each.stored else REJECTED, each.problem))
            continue
        status = next(stored).status
        if status in PROBLEMS:
            found.append(Outcome(each.new.event.event_id, REJECTED, PROBLEMS[status]))
        else:
            found.append(Outcome(each.new.event.event_id, ACCEPTED if status is Status.ACCEPTED else DUPLICATE))
    return found
