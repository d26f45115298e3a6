"""Decisions: POST /v1/decisions, its GET twin for simple clients, and the record of a decision by its id."""

import math
from typing import Any

from flask import Blueprint, Response, g, request

from service.answered import DecisionAnswer, DecisionRecord
from service.asked import DecisionQuery, DecisionRequest
from service.http.auth import allow
from service.http.errors import Problem
from service.http.json import answer, check, invalid, read
from service.http.operations import Operation, blueprint
from service.problems import place
from service.recorded import recorded
from service.settings import Settings
from service.wiring import Service
from slotwise.errors import UnknownTouchpointError

PATH = "/v1/decisions"
_CONTEXT = "context."


def decisions(service: Service) -> Blueprint:
    """Return the blueprint of decisions."""
    settings = service.settings

    def decide() -> Response:
        asked = read(request, DecisionRequest, settings.max_body_bytes)
        return _answered(service, asked)

    def decide_one(touchpoint: str) -> Response:
        serving = service.models.current
        if serving is not None and serving.model.catalog.touchpoint(touchpoint) < 0:
            raise Problem(
                UnknownTouchpointError.code, UnknownTouchpointError.title, f"{touchpoint} is not a touchpoint here"
            )
        return _answered(service, from_query(touchpoint, request.args.to_dict(flat=False)))

    def record(decision_id: str) -> Response:
        found = recorded(service.decisions, decision_id)
        if found is None:
            raise Problem("decision_unknown", "Unknown decision", f"no decision {decision_id} is in the log")
        return answer(found)

    return blueprint(
        "decisions",
        [
            Operation(
                "POST",
                PATH,
                "decide",
                "Which content goes into each slot of these touchpoints?",
                decide,
                scope="decide",
                body=DecisionRequest,
                answer=DecisionAnswer,
                problems=(400, 409, 413, 415, 422),
                tag="decisions",
            ),
            Operation(
                "GET",
                "/v1/touchpoints/<path:touchpoint>/decision",
                "decide_one",
                "The same for one touchpoint, by query string.",
                decide_one,
                scope="decide",
                query=DecisionQuery,
                answer=DecisionAnswer,
                problems=(404, 409, 422),
                tag="decisions",
            ),
            Operation(
                "GET",
                "/v1/decisions/<decision_id>",
                "decision",
                "A decision as it was logged.",
                record,
                scope="log",
                answer=DecisionRecord,
                problems=(404, 503),
                tag="decisions",
            ),
        ],
    )


def _answered(service: Service, asked: DecisionRequest) -> Response:
    check_limits(asked, service.settings)
    for scope in beside_decide(asked):
        allow(g.principal, scope)
    g.timing.mark("read")
    found = service.answering.answer(asked, g.timing, g.trace_id)
    response = answer(found.body)
    response.headers["Server-Timing"] = g.timing.header()
    return response


def beside_decide(asked: DecisionRequest) -> tuple[str, ...]:
    """Return the scopes that a request needs besides `decide`."""
    full = ("explain",) if asked.explain == "full" else ()
    return (*full, "experiments") if asked.experiments is not None and asked.experiments.force else full


def check_limits(asked: DecisionRequest, settings: Settings) -> None:
    """Raise Problem when a request asks for more than the installation allows."""
    errors: list[dict[str, Any]] = []

    def most(path: tuple[int | str, ...], count: int, limit: int) -> None:
        if count > limit:
            errors.append(place(path, "out_of_range", f"at most {limit} are allowed", count))

    most(("touchpoints",), len(asked.touchpoints), settings.max_touchpoints)
    for number, each in enumerate(asked.touchpoints):
        at = ("touchpoints", number)
        most((*at, "slots"), each.slots or 0, settings.max_slots)
        most((*at, "exclude"), len(each.exclude), settings.max_exclusions)
        most((*at, "candidates"), len(each.candidates or ()), settings.max_candidates)
    if errors:
        raise invalid(errors)


def from_query(touchpoint: str, arguments: dict[str, list[str]]) -> DecisionRequest:
    """Return the request that a query string asks for; facts come as `context.<name>=<value>`; raise Problem."""
    repeated = next((name for name, values in arguments.items() if len(values) > 1), None)
    if repeated is not None:
        raise invalid([place((repeated,), "repeated", "give it once", len(arguments[repeated]))])
    values = {name: given[0] for name, given in arguments.items()}
    context = {name.removeprefix(_CONTEXT): fact(value) for name, value in values.items() if name.startswith(_CONTEXT)}
    query = check({name: value for name, value in values.items() if not name.startswith(_CONTEXT)}, DecisionQuery)
    entry = {"touchpoint": touchpoint, "slots": query.slots}
    names = ("request_id", "scene", "session", "deadline_ms", "explain", "personalize", "dry_run")
    document = {name: getattr(query, name) for name in names}
    return check(
        {**document, "person": {"id": query.person}, "context": context, "touchpoints": [entry]}, DecisionRequest
    )


def fact(text: str) -> str | float:
    """Return a fact of a query string: what reads as a finite number is one."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text
