"""Events: POST /v1/events; each event is judged by itself, and what is accepted is stored before the answer."""

from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError

from service.answered import EventsAnswer
from service.asked import AskedEvent, EventsRequest
from service.http.errors import Problem, problem_of
from service.http.json import answer_document, invalid, read
from service.http.operations import Operation, blueprint
from service.problems import place, places
from service.stores.events import NewEvent, Status
from service.wiring import Service
from slotwise.errors import EventConflictError, EventError, PersonErasedError, TokenError

_REFUSED = {
    Status.CONFLICT: EventConflictError("this id was used for an event that says something else"),
    Status.ERASED: PersonErasedError("the event is about a person who was erased"),
}


def events(service: Service) -> Blueprint:
    """Return the blueprint of events."""

    def take() -> Response:
        asked = read(request, EventsRequest, service.settings.max_body_bytes)
        if len(asked.events) > service.settings.max_events:
            detail = f"at most {service.settings.max_events} events in one call"
            raise invalid([place(("events",), "out_of_range", detail, len(asked.events))])
        judged = [_judge(service, each) for each in asked.events]
        fresh = iter(service.ingest.store([each for each in judged if isinstance(each, NewEvent)]))
        results = [_result(given, each, fresh) for given, each in zip(asked.events, judged, strict=True)]
        service.metrics.events.labels("rejected").inc(sum(each["status"] == "rejected" for each in results))
        counts = {
            status: sum(each["status"] == status for each in results)
            for status in ("accepted", "duplicate", "rejected")
        }
        return answer_document({"received": len(results), **counts, "results": results}, 202)

    operation = Operation(
        "POST",
        "/v1/events",
        "take_events",
        "What persons saw and did; stored before it is acknowledged.",
        take,
        scope="events",
        body=EventsRequest,
        answer=EventsAnswer,
        status=202,
        problems=(400, 413, 415, 422, 503),
        tag="events",
    )
    return blueprint("events", [operation])


def _judge(service: Service, given: dict[str, Any]) -> NewEvent | Problem:
    try:
        return service.ingest.prepare(AskedEvent.model_validate(given))
    except ValidationError as error:
        return invalid(places(error))
    except (EventError, TokenError) as error:
        return problem_of(error)


def _result(given: dict[str, Any], judged: NewEvent | Problem, fresh: Any) -> dict[str, Any]:
    if isinstance(judged, Problem):
        event_id = given.get("event_id")
        known = event_id if isinstance(event_id, str) and len(event_id) <= 128 else None
        return {"event_id": known, "status": "rejected", "problem": judged.document}
    status = next(fresh).status
    if status in _REFUSED:
        problem = problem_of(_REFUSED[status]).document
        return {"event_id": judged.event.event_id, "status": "rejected", "problem": problem}
    return {"event_id": judged.event.event_id, "status": status.value}
