"""Ingest: events are judged one by one, completed from their token, and stored as a whole."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from service.asked import AskedEvent
from service.metrics import Metrics
from service.models import Models
from service.moments import to_ms
from service.people import People
from service.stores.events import Attributed, Events, NewEvent, Status, Verdict
from service.tokens import Claim, Signer
from slotwise.errors import EventError
from slotwise.events import Event

AHEAD = 3_600_000
"""How far in the future an event may lie, ms: clocks of phones are wrong, but not by more."""


@dataclass
class Ingest:
    """Checks, completes and stores events."""

    events: Events
    people: People
    models: Models
    signer: Signer
    metrics: Metrics
    wall: Callable[[], float] = time.time

    def prepare(self, asked: AskedEvent) -> NewEvent:
        """Return the event as it is stored; raise EventError, TokenError or StoreError."""
        received = int(self.wall() * 1_000)
        event = self._event(asked, received)
        if asked.token is not None:
            event = _completed(event, self.signer.verify(asked.token, self.wall()))
        body = json.dumps(asked.model_dump(), sort_keys=True).encode()
        given = Attributed.GIVEN if event.decision_id else Attributed.NOT
        unknown = asked.model_extra or {}
        self.metrics.unknown_fields.inc(len(unknown))
        return NewEvent(
            self._with_product(event),
            received,
            {**unknown, **asked.properties},
            digest=blake2b(body, digest_size=16).digest(),
            attributed=given if asked.token is None else Attributed.TOKEN,
            identities=asked.person.identities,
            body=body,
        )

    def store(self, new: list[NewEvent]) -> list[Verdict]:
        """Store events durably and fold them in; return what became of each. Raises StoreError."""
        verdicts = self.events.add(new) if new else []
        for status in (Status.ACCEPTED, Status.DUPLICATE):
            self.metrics.events.labels(status.value).inc(sum(each.status is status for each in verdicts))
        return verdicts

    def _event(self, asked: AskedEvent, received: int) -> Event:
        occurred = received if asked.occurred_at is None else to_ms(asked.occurred_at)
        if occurred is None or not 0 <= occurred <= received + AHEAD:
            raise EventError(
                "occurred_at is not a moment that can be",
                expected="RFC 3339 with a time zone, after 1970 and at most an hour ahead",
                given=asked.occurred_at,
                pointer="/occurred_at",
            )
        names = (
            "event_id",
            "type",
            "product_id",
            "content_id",
            "touchpoint",
            "slot",
            "decision_id",
            "session",
            "scene",
        )
        known: dict[str, Any] = {name: getattr(asked, name) for name in names}
        return Event(
            **known,
            occurred_at=occurred,
            person_id=self.people.resolve(asked.person),
            value=asked.value,
            currency=asked.currency,
            context=asked.context,
        )

    def _with_product(self, event: Event) -> Event:
        serving = self.models.current
        if event.product_id is not None or event.content_id is None or serving is None:
            return event
        contents = serving.model.catalog.contents
        place = contents.ids.find(event.content_id)
        if place < 0:
            return event
        return replace(event, product_id=serving.model.catalog.products.ids[int(contents.product[place])])


def _completed(event: Event, claim: Claim) -> Event:
    """What the token says is signed, so it holds against what the event says beside it."""
    return replace(
        event,
        decision_id=claim.decision_id,
        touchpoint=claim.touchpoint,
        slot=claim.slot,
        content_id=claim.content_id,
        product_id=claim.product_id,
    )
