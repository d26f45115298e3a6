"""Why not: GET and POST /v1/persons/{id}/why-not: why a person does not see a content on a touchpoint."""

from flask import Blueprint, Response, request

from service.answered_why_not import WhyNotAnswer
from service.asked import MAX_ID
from service.asked_why_not import WhyNotQuery, WhyNotRequest
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.why_not import answered
from service.wiring import Service
from slotwise.errors import UnknownPersonError

_PATH = "/v1/persons/<path:person_id>/why-not"


def why_not(service: Service) -> Blueprint:
    """Return the blueprint of the question."""

    def get(person_id: str) -> Response:
        query = check(request.args.to_dict(), WhyNotQuery)
        return _answer(person_id, WhyNotRequest(touchpoint=query.touchpoint, content=query.content))

    def post(person_id: str) -> Response:
        return _answer(person_id, read(request, WhyNotRequest, service.settings.max_body_bytes))

    def _answer(person_id: str, asked: WhyNotRequest) -> Response:
        if not 1 <= len(person_id) <= MAX_ID or "\0" in person_id:
            raise Problem("person_unknown", UnknownPersonError.title, "nobody can have this id")
        serving = service.models.current
        if serving is None:
            raise Problem("model_missing", "No model is live", "publish a bundle to the shelf first")
        return answer_document(answered(service, serving, person_id, asked))

    summary = "Why a person does not see a content on a touchpoint: every rule that blocks it, or how it ranks."
    return blueprint(
        "why_not",
        [
            Operation(
                "GET", _PATH, "why_not", summary, get, scope="explain", query=WhyNotQuery, answer=WhyNotAnswer,
                problems=(404, 422, 503), tag="persons",
            ),
            Operation(
                "POST", _PATH, "why_not_there", f"{summary[:-1]}; in a situation.", post, scope="explain",
                body=WhyNotRequest, answer=WhyNotAnswer, problems=(400, 404, 413, 415, 422, 503), tag="persons",
            ),
        ],
    )  # fmt: skip
