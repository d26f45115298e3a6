"""Client: decisions are asked for and waited for, events are handed over and delivered in the background."""

import atexit
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from slotwise.client.answers import Decision, Placement, read_decision
from slotwise.client.assignment import Assignment, assign
from slotwise.client.connection import Connections
from slotwise.client.event import Person, about, make_event, person_of
from slotwise.client.outbox import Counts, Event, OnRefused, Outbox
from slotwise.client.problems import Unreachable
from slotwise.client.published import Published

Wanted = str | Mapping[str, Any]
"""A touchpoint's name, or `{"touchpoint", "slots", "exclude", "candidates"}`."""
_LAST = 5.0
"""Seconds that a process which ends waits for its last events."""


class Client:
    """Speaks to the service at `url` with a key. One client serves all threads of a process; make it once.

    `timeout` is how long a decision is waited for, seconds. Events wait in a queue of `capacity`; they are sent in
    batches of `batch` at the latest `linger` seconds later. `on_refused(event, problem)` is told of every event that
    the service will never take; it runs in the thread that delivers.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        timeout: float = 1.0,
        capacity: int = 10_000,
        batch: int = 100,
        linger: float = 0.5,
        event_timeout: float = 10.0,
        on_refused: OnRefused | None = None,
    ):
        self._connections = Connections(url, key)
        self._timeout, self._event_timeout = timeout, event_timeout
        self._published = Published()
        self._outbox = Outbox(self._deliver, capacity, batch, linger, on_refused)
        atexit.register(self.close)

    def decide(
        self,
        touchpoints: Iterable[Wanted],
        person: Person | None = None,
        context: Mapping[str, str | float | bool | None] | None = None,
        *,
        timeout: float | None = None,
        request_id: str | None = None,
        **more: Any,
    ) -> Decision:
        """Return which content goes into each slot; raise ServiceProblem when there is no answer in time.

        `more` is any other field of POST /v1/decisions: scene, session, deadline_ms, explain, personalize, dry_run.
        The same `request_id` within 10 minutes returns the same answer; by default every call has its own.
        """
        asked = person_of(person)
        wanted = [{"touchpoint": each} if isinstance(each, str) else dict(each) for each in touchpoints]
        body = {"request_id": request_id or uuid4().hex, "person": asked, "touchpoints": wanted, **more}
        if context:
            body["context"] = dict(context)
        document = self.call("POST", "/v1/decisions", body, timeout=timeout)
        try:
            return read_decision(document, asked)
        except (KeyError, TypeError, AttributeError) as error:
            raise Unreachable(200, "not_a_decision", "the answer is no decision: is this the service?") from error

    def assignments(
        self,
        person: object = None,
        session: object = None,
        touchpoints: Collection[str] | None = None,
        forced: Mapping[str, str] | None = None,
    ) -> list[Assignment]:
        """Return what every running experiment means for a person's id and a session's, without asking each time.

        What is published is asked for every ten seconds; while the service is away the last of it holds. It is no
        exposure: nothing is logged. Raises ServiceProblem when it was never had.
        """
        return assign(self._published.get(self.call), person, session, touchpoints, forced)

    def exposure(self, placement: Placement, **more: Any) -> str:
        """The placement was really seen: on the screen, not only in the answer."""
        return self.event("exposure", placement, **more)

    def click(self, placement: Placement, **more: Any) -> str:
        """The placement was clicked."""
        return self.event("click", placement, **more)

    def view(self, placement: Placement, **more: Any) -> str:
        """The page of the placement's product was looked at."""
        return self.event("view", placement, **more)

    def start(self, placement: Placement, **more: Any) -> str:
        """The product's process was begun."""
        return self.event("start", placement, **more)

    def step(self, placement: Placement, step: str | int, **more: Any) -> str:
        """A step of the process was reached."""
        return self.event("step", placement, **_with_step(more, step))

    def leave(self, placement: Placement, step: str | int | None = None, **more: Any) -> str:
        """The process was left midway, at a step."""
        return self.event("leave", placement, **_with_step(more, step))

    def convert(
        self, placement: Placement, value: float | None = None, currency: str | None = None, **more: Any
    ) -> str:
        """The process was completed; `value` in units of `currency` (ISO 4217)."""
        return self.event("convert", placement, value=value, currency=currency, **more)

    def dismiss(self, placement: Placement, **more: Any) -> str:
        """The placement was sent away."""
        return self.event("dismiss", placement, **more)

    def event(self, kind: str, placement: Placement | None = None, *, person: Person | None = None, **more: Any) -> str:
        """Hand an event over and return its id, empty when it was dropped; never raises and never waits.

        `person` goes before the placement's. `more` is any other field of an event: product_id, session, context,
        value, currency, properties, occurred_at.
        """
        fields = {**(about(placement) if placement else {}), **more}
        if person is not None:
            fields["person"] = person_of(person)
        try:
            made = make_event(kind, fields)
        except (TypeError, ValueError, RecursionError):
            made = {}
        someone = made.get("person") or {}
        sendable = bool(someone.get("id") or someone.get("identities"))
        return str(made["event_id"]) if self._outbox.add(made if sendable else None) else ""

    def call(self, method: str, path: str, body: Any = None, *, timeout: float | None = None) -> Any:
        """Call any other operation and return its JSON answer; raise ServiceProblem."""
        return self._connections.call(method, path, body, self._timeout if timeout is None else timeout)

    @property
    def counts(self) -> Counts:
        """What became of the events so far."""
        return self._outbox.counts

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until every event handed over is delivered or refused; False when that took longer."""
        return self._outbox.flush(timeout)

    def close(self, timeout: float = _LAST) -> bool:
        """Deliver what waits and stop; False when something was left. A process that ends does this by itself."""
        atexit.unregister(self.close)
        done = self._outbox.close(timeout)
        self._connections.close()
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _deliver(self, events: Sequence[Event]) -> Sequence[Mapping[str, Any]]:
        answer = self._connections.call("POST", "/v1/events", {"events": list(events)}, self._event_timeout)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) != len(events):
            raise Unreachable(202, "not_a_receipt", "the answer is no receipt: is this the service?")
        return results


def _with_step(fields: Mapping[str, Any], step: str | int | None) -> dict[str, Any]:
    if step is None:
        return dict(fields)
    return {**fields, "properties": {**fields.get("properties", {}), "step": step}}
