"""Explain: POST /v1/explain, the same body as a decision, answered with every stage that stood behind it."""

from flask import Blueprint, Response, g, request

from service.answered import Explained
from service.asked import DecisionRequest
from service.explaining import explained, explained_trial
from service.http.decisions import check_limits
from service.http.errors import Problem
from service.http.json import answer_document, read
from service.http.operations import Operation, blueprint
from service.wiring import Service


def explain(service: Service) -> Blueprint:
    """Return the blueprint of explanations."""

    def view() -> Response:
        asked = read(request, DecisionRequest, service.settings.max_body_bytes)
        check_limits(asked, service.settings)
        serving = service.models.current
        if serving is None:
            raise Problem("model_missing", "No model is live", "publish a bundle to the shelf first")
        trial, found = service.answering.tried(asked, serving, g.timing)
        if trial is not None:
            return answer_document(explained_trial(trial, found))
        wanted, found = service.answering.wanted(asked, serving, g.timing)
        return answer_document(explained(serving, found, wanted))

    operation = Operation(
        "POST",
        "/v1/explain",
        "explain",
        "Why these contents: every stage, every drop, every feature.",
        view,
        scope="explain",
        body=DecisionRequest,
        answer=Explained,
        problems=(400, 413, 415, 422, 503),
        tag="decisions",
    )
    return blueprint("explain", [operation])
