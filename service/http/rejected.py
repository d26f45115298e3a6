"""Rejected events: GET /v1/events/rejected lists them, POST /v1/events/rejected/{number} takes one again."""

from flask import Blueprint, Response, request

from service.answered import RejectedAnswer, ResentAnswer
from service.asked_events import AskedEvent, RejectedQuery
from service.http.errors import Problem
from service.http.event_batches import single
from service.http.json import answer_document, check, read_body
from service.http.operations import Operation, blueprint
from service.rejections import listed
from service.resending import Resending
from service.wiring import Service

_DIGITS = 18


def rejected(service: Service) -> Blueprint:
    """Return the blueprint of rejected events."""
    resending = Resending(service.ingest, service.rejected)

    def show() -> Response:
        asked = check(request.args.to_dict(), RejectedQuery)
        after = int(asked.cursor or 0)
        found = service.rejected.page(after, asked.limit + 1, asked.code, unresolved=not asked.resolved)
        page = found[: asked.limit]
        cursor = str(page[-1].id) if len(found) > asked.limit else None
        return answer_document({"data": [listed(each) for each in page], "next_cursor": cursor})

    def resend(number: str) -> Response:
        types = ("application/json", "") if not request.content_length else ("application/json",)
        corrected = single(read_body(request, service.settings.max_events_bytes, types))
        outcome = resending.resend(_place(number), corrected)
        if outcome.problem is not None:
            raise Problem.of(outcome.problem)
        return answer_document({"id": _place(number), "event_id": outcome.event_id, "status": outcome.status})

    return blueprint(
        "rejected_events",
        [
            Operation(
                "GET",
                "/v1/events/rejected",
                "rejected_events",
                "Events that were rejected, each as it was sent and with the reason.",
                show,
                scope="events:admin",
                query=RejectedQuery,
                answer=RejectedAnswer,
                problems=(422, 503),
                tag="events",
            ),
            Operation(
                "POST",
                "/v1/events/rejected/<number>",
                "resend_event",
                "Take a rejected event again: the corrected one in the body, or with no body as it was.",
                resend,
                scope="events:admin",
                body=AskedEvent,
                body_required=False,
                answer=ResentAnswer,
                problems=(400, 404, 409, 410, 413, 415, 422, 503),
                tag="events",
            ),
        ],
    )


def _place(number: str) -> int:
    """Return the number of a rejected event; what cannot be one is 0, which none has."""
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else 0
