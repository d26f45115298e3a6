"""GET /v1/experiments/assignments: what running experiments are, for clients that assign without asking each time."""

from flask import Blueprint, Response, request

from service.answered_assignments import AssignmentsAnswer
from service.http.json import answer_document
from service.http.operations import Operation, blueprint
from service.wiring import Service
from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.published import published

_KEPT = "private, max-age=10"
"""Long enough for the calls of one page; after a change of a configuration it is old within seconds."""


def assignments(service: Service) -> Blueprint:
    """Return the blueprint of what clients assign by."""

    def view() -> Response:
        configuration, now = service.models.configuration, int(service.answering.wall() * 1_000)
        document = published(configuration.of(Experiment), configuration.of(Holdout), now)
        response = answer_document(document)
        response.headers["Cache-Control"] = _KEPT
        response.add_etag()
        response.make_conditional(request)
        return response

    summary = "Running experiments with salts, buckets and weights, without anybody's id: a client assigns by itself."
    return blueprint(
        "assignments",
        [
            Operation(
                "GET", "/v1/experiments/assignments", "assignments", summary, view, scope="decide",
                answer=AssignmentsAnswer, tag="experiments",
            )
        ],
    )  # fmt: skip
