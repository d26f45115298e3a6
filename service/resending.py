"""Resending: a rejected event is taken once more, as it was or corrected, and no longer waits when it is stored."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.ingest import REJECTED, Ingest, Outcome
from service.stores.rejected import Refused, Rejected
from slotwise.errors import EventError, ResolvedRejectionError, UnknownRejectionError


@dataclass
class Resending:
    """Sends rejected events again."""

    ingest: Ingest
    rejected: Rejected

    def resend(self, number: int, corrected: Any = None) -> Outcome:
        """Take a rejected event again, `corrected` in its place if given; return what became of it.

        It is judged as of the moment at which it came. Raises UnknownRejectionError, ResolvedRejectionError, EventError
        when too little of it was kept, and StoreError.
        """
        refused = self.rejected.get(number)
        if refused is None:
            raise UnknownRejectionError(f"there is no rejected event {number}")
        if refused.resolved_at is not None:
            raise ResolvedRejectionError(f"rejected event {number} was stored as {refused.resolved_as}")
        sent = document(refused) if corrected is None else corrected
        if sent is None:
            raise EventError("too little of the event was kept", hint="send the whole event, corrected")
        # As it was it may have come from an app, whose word on who is whom does not count.
        trusted = corrected is not None
        outcome = self.ingest.take([sent], trusted=trusted, arrived=refused.refusal.received_at, again=True)[0]
        if outcome.status != REJECTED:
            self.rejected.resolve(number, int(self.ingest.wall() * 1_000), outcome.event_id or "")
        return outcome


def document(refused: Refused) -> Any:
    """Return a rejected event as it was sent, or None when only its beginning was kept."""
    try:
        return orjson.loads(refused.refusal.body)
    except ValueError:
        return None
