"""Events: POST /v1/events; each event is judged by itself, and what is accepted is stored before the answer."""

from typing import Any

from flask import Blueprint, Response, g, request

from service.answered import EventsAnswer
from service.asked_events import EventsRequest
from service.cloud_events import BATCH, ONE
from service.http.event_batches import read_batch
from service.http.json import answer_document
from service.http.operations import Operation, blueprint
from service.ingest import ACCEPTED, DUPLICATE, REJECTED, Outcome
from service.wiring import Service

PATH = "/v1/events"
FAILED = "slotwise.failed"
"""Where a request's environment holds the error with which the short way ended: it is told on the long way."""


def events(service: Service) -> Blueprint:
    """Return the blueprint of events."""

    def take() -> Response:
        failed = request.environ.get(FAILED)
        if failed is not None:
            raise failed
        batch = read_batch(request, service.settings)
        # Whoever can read an app can read its key: such a caller says nothing about who is whom.
        trusted = g.principal is not None and g.principal.kind != "publishable"
        outcomes = service.ingest.take(batch.events, batch.sent_at, trusted=trusted)
        return answer_document(told(outcomes), 202)

    operation = Operation(
        "POST",
        PATH,
        "take_events",
        "What persons saw and did; stored before it is acknowledged.",
        take,
        scope="events",
        body=EventsRequest,
        accepts={
            BATCH: {
                "type": "array",
                "minItems": 1,
                "maxItems": service.settings.max_events,
                "items": {},
                "description": "CloudEvents 1.0 in structured mode.",
            },
            ONE: {"description": "One CloudEvent 1.0 in structured mode."},
        },
        answer=EventsAnswer,
        status=202,
        problems=(400, 413, 415, 422, 503),
        tag="events",
    )
    return blueprint("events", [operation])


def told(outcomes: list[Outcome]) -> dict[str, Any]:
    """Return the answer's document: what became of each, and how many of each kind."""
    results = [
        {"event_id": each.event_id, "status": each.status}
        if each.problem is None
        else {"event_id": each.event_id, "status": each.status, "problem": each.problem}
        for each in outcomes
    ]
    statuses = [each.status for each in outcomes]
    counts = {status: statuses.count(status) for status in (ACCEPTED, DUPLICATE, REJECTED)}
    return {"received": len(outcomes), **counts, "results": results}
