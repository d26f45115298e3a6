"""Completing: what an event leaves out is filled in from its token, the clock and the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.asked_events import AskedEvent
from service.event_bodies import digest_of
from service.event_clock import EventClock
from service.models import Models
from service.stores.new_events import Attributed, NewEvent
from service.taken import Taken
from service.tokens import Signer
from slotwise.events import Event


@dataclass(frozen=True)
class Arrival:
    """What the events of one call have in common: when they are stored (ms UTC), their clock, and who sent them."""

    received: int
    clock: EventClock
    trusted: bool
    """Whether the sender may say that two identities are one person."""


@dataclass
class Completing:
    """Makes events as they are stored."""

    models: Models
    signer: Signer
    count_unknown: Callable[[float], None]

    def complete(self, taken: Taken, asked: AskedEvent, person_id: str, arrival: Arrival) -> NewEvent:
        """Return the event as it is stored; raise EventError or TokenError.

        What the token says is signed, so it holds against what the event says beside it.
        """
        occurred, skew = arrival.clock.place(asked.occurred_at)
        decision, touchpoint, slot = asked.decision_id, asked.touchpoint, asked.slot
        content, product = asked.content_id, asked.product_id
        attributed = Attributed.GIVEN if decision else Attributed.NOT
        if asked.token is not None:
            claim = self.signer.verify(asked.token, arrival.clock.arrived / 1_000)
            decision, touchpoint, slot = claim.decision_id, claim.touchpoint, claim.slot
            content, product, attributed = claim.content_id, claim.product_id, Attributed.TOKEN
        elif product is None and content is not None:
            product = self._product(content)
        event = Event(
            asked.event_id, occurred, person_id, asked.type, product, content, touchpoint, slot, decision,
            asked.session, asked.scene, asked.value, asked.currency, asked.context,
        )  # fmt: skip
        return NewEvent(
            event,
            arrival.received,
            self._properties(asked),
            digest_of(taken.sent, taken.body),
            skew,
            attributed,
            asked.person.identities,
            taken.body,
        )

    def windows(self) -> Mapping[str, int]:
        """Return for how long after an exposure an event may be attributed to it, ms, by touchpoint."""
        serving = self.models.current
        return {} if serving is None else serving.model.catalog.attribution_windows

    def _properties(self, asked: AskedEvent) -> dict[str, Any]:
        """The event's own, and beside them every field that nobody knows: they are counted, and lost in no case."""
        unknown, of_person = asked.model_extra, asked.person.model_extra
        attributes = asked.person.attributes
        if not (unknown or of_person or attributes):
            return asked.properties
        self.count_unknown(len(unknown or ()) + len(of_person or ()))
        about = {f"person.{name}": value for name, value in {**(of_person or {}), **attributes}.items()}
        return {**(unknown or {}), **about, **asked.properties}

    def _product(self, content_id: str) -> str | None:
        serving = self.models.current
        if serving is None:
            return None
        contents = serving.model.catalog.contents
        place = contents.ids.find(content_id)
        return None if place < 0 else serving.model.catalog.products.ids[int(contents.product[place])]
