"""Experiments over HTTP: their documents, their reports, their plans, and what a unit gets."""

from typing import Any

from flask import Blueprint, Response, request

from service.answered_experiments import (
    ActAnswer,
    AssignmentAnswer,
    DeedsAnswer,
    ExperimentAnswer,
    ExperimentsAnswer,
    PowerAnswer,
    ReportAnswer,
    ReportBegunAnswer,
)
from service.asked_configuration import DeletionQuery
from service.asked_experiments import (
    ActRequest,
    AssignmentRequest,
    DocumentRequest,
    HistoryQuery,
    ListQuery,
    PauseRequest,
    PhaseRequest,
    PowerQuery,
    PowerRequest,
    RampRequest,
    ReportQuery,
    StartRequest,
)
from service.assigned_unit import assigned_unit
from service.experiments import planning
from service.experiments.history import history_of
from service.http.errors import Problem
from service.http.experiment_acts import Acts
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.http.pages import framed
from service.lease import longer
from service.moments import to_text
from service.stores.experiment_reports import ExperimentReport
from service.wiring import Service

_READ, _WRITE = "experiments", "experiments:write"
_ALL, _ONE = "/v1/experiments", "/v1/experiments/<experiment>"
_LOOKS, _WRONG = (404, 422, 503), (400, 404, 409, 412, 413, 415, 422, 503)


def experiments(service: Service) -> Blueprint:
    """Return the blueprint of experiments."""
    room, acting = Room(service), Acts(service)
    acts = [
        ("start", "Begin: models are pinned, and units are enrolled.", acting.start, StartRequest),
        ("ramp", "Enrol a larger share; nobody changes their variant.", acting.ramp, RampRequest),
        ("pause", "Pause a variant, or all: units stay where they are.", acting.pause, PauseRequest),
        ("resume", "End a pause.", acting.resume, PauseRequest),
        ("stop", "End it; the last report is frozen.", acting.stop, ActRequest),
        ("archive", "Put away what is stopped.", acting.archive, ActRequest),
        ("phase", "End the phase and begin another, with what is different in it.", acting.phase, PhaseRequest),
    ]
    power = "What an experiment needs: persons and days for its effect, from the log's own sums."
    return blueprint(
        "experiments",
        [
            _look("", _ALL, "experiments", "All experiments.", room.listed, ExperimentsAnswer, ListQuery),
            _look("/power", _ALL, "experiment_power", power, room.power, PowerAnswer, PowerQuery, (404, 409, 422, 503)),
            _post("/power", _ALL, "draft_power", power, room.draft_power, PowerRequest, PowerAnswer, _READ),
            _look("", _ONE, "experiment", "An experiment; the ETag is its state.", room.one, ExperimentAnswer),
            _look("/report", _ONE, "experiment_report", "The newest report, or the frozen one; as a page with Accept: "
                  "text/html.", room.report, ReportAnswer, ReportQuery),
            _page("/report.html", "The same as a page.", room.report_page),
            _look("/history", _ONE, "experiment_history", "Who did what to it, when and why.", room.history,
                  DeedsAnswer, HistoryQuery),
            _post("", _ALL, "create_experiment", "Write a new experiment, a draft.", acting.create, DocumentRequest,
                  status=201),
            Operation("PUT", _ONE, "put_experiment", "Write the document again.", acting.put, scope=_WRITE,
                      body=DocumentRequest, answer=ActAnswer, problems=_WRONG, tag="experiments"),
            Operation("DELETE", _ONE, "delete_experiment", "Take a draft away.", acting.delete, scope=_WRITE,
                      query=DeletionQuery, answer=ActAnswer, problems=_WRONG, tag="experiments"),
            *(_post(f"/{name}", _ONE, f"{name}_experiment", says, view, body) for name, says, view, body in acts),
            _post("/report", _ONE, "make_report", "Make the report now, beside the caller.", room.make_report, None,
                  ReportBegunAnswer, _READ, 202),
            _post("/assignment", _ONE, "experiment_assignment", "What a unit gets, and why; nothing is logged.",
                  room.assignment, AssignmentRequest, AssignmentAnswer, _READ),
        ],
    )  # fmt: skip


def _look(
    path: str, root: str, name: str, summary: str, view: Any, answer: Any, query: Any = None, problems: Any = _LOOKS
) -> Operation:
    return Operation(
        "GET", root + path, name, summary, view, scope=_READ, answer=answer, query=query, problems=problems,
        tag="experiments",
    )  # fmt: skip


def _post(
    path: str, root: str, name: str, summary: str, view: Any, body: Any, answer: Any = ActAnswer, scope: str = _WRITE,
    status: int = 200,
) -> Operation:  # fmt: skip
    return Operation(
        "POST", root + path, name, summary, view, scope=scope, body=body, answer=answer, status=status, problems=_WRONG,
        tag="experiments",
    )  # fmt: skip


def _page(path: str, summary: str, view: Any) -> Operation:
    return Operation(
        "GET", _ONE + path, "experiment_page", summary, view, scope=_READ, query=ReportQuery, media="text/html",
        problems=_LOOKS, tag="experiments",
    )  # fmt: skip


class Room:
    """The views, on one service."""

    def __init__(self, service: Service):
        self._service = service
        self._installed = service.experiments
        self._conducting = service.experiments.conducting
        self._reporting = service.experiments.reporting
        self._limit = service.settings.max_body_bytes

    def listed(self) -> Response:
        """All experiments."""
        asked = check(request.args.to_dict(), ListQuery)
        return answer_document({"data": self._installed.rows(asked.status)})

    def one(self, experiment: str) -> Response:
        """One experiment."""
        told = self._installed.told(self._conducting.get(experiment))
        response = answer_document(told)
        response.set_etag(told["tag"])
        response.make_conditional(request)
        return response

    def report(self, experiment: str) -> Response:
        """The newest report, as JSON or as a page."""
        found = self._report(experiment)
        accepted = request.accept_mimetypes.best_match(["application/json", "text/html"], "application/json")
        response = framed(found.html) if accepted == "text/html" else answer_document(_report_told(found))
        response.set_etag(found.digest[:32])
        response.headers["Vary"] = "Accept"
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request)
        return response

    def report_page(self, experiment: str) -> Response:
        """The newest report as a page."""
        return framed(self._report(experiment).html)

    def make_report(self, experiment: str) -> Response:
        """A report is begun."""
        if request.get_data(cache=False).strip() not in (b"", b"{}"):
            raise Problem("request_invalid", "The request is not valid", "this operation takes no body")
        self._reporting.begin(self._conducting.get(experiment).id)
        return answer_document({"experiment": experiment, "begun": True}, 202)

    def history(self, experiment: str) -> Response:
        """Every act."""
        asked = check(request.args.to_dict(), HistoryQuery)
        found = history_of(self._conducting.history, experiment, asked.limit)
        if not found:
            self._conducting.get(experiment)
        return answer_document({"data": found})

    def power(self) -> Response:
        """The plan of what was written."""
        asked = check(request.args.to_dict(), PowerQuery)
        return self._power(self._conducting.get(asked.experiment).to_json(), asked.share)

    def draft_power(self) -> Response:
        """The plan of what is to be written."""
        asked = read(request, PowerRequest, self._limit)
        return self._power(asked.experiment, asked.share)

    def assignment(self, experiment: str) -> Response:
        """What a unit gets."""
        asked = read(request, AssignmentRequest, self._limit)
        return answer_document(assigned_unit(self._service, self._conducting.get(experiment), asked))

    def _power(self, document: dict[str, Any], share: float | None) -> Response:
        with longer(planning.LONGEST):
            return answer_document({"plan": planning.plan(self._service.settings.data_dir, document, share)})

    def _report(self, experiment: str) -> ExperimentReport:
        asked = check(request.args.to_dict(), ReportQuery)
        return self._reporting.newest(self._conducting.get(experiment), asked.phase)


def _report_told(found: ExperimentReport) -> dict[str, Any]:
    return {
        "made_at": to_text(found.made_at),
        "frozen": found.frozen,
        "digest": found.digest,
        "report": found.report,
    }
