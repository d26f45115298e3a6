"""Acts on experiments over HTTP: each is a revision, and refused when it was made of another state."""

from collections.abc import Callable

from flask import Response, g, request

from service.asked_configuration import DeletionQuery
from service.asked_experiments import ActRequest, DocumentRequest, PauseRequest, PhaseRequest, RampRequest, StartRequest
from service.experiments import planning
from service.experiments.conducting import By, Done
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.lease import longer
from service.wiring import Service
from slotwise.errors import RevisionConflictError


class Acts:
    """The views that change something, on one service."""

    def __init__(self, service: Service):
        self._service = service
        self._installed = service.experiments
        self._conducting = service.experiments.conducting
        self._limit = service.settings.max_body_bytes

    def create(self) -> Response:
        """A new draft."""
        asked = read(request, DocumentRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.create(asked.experiment, by), 201)

    def put(self, experiment: str) -> Response:
        """The document as it is written."""
        asked = read(request, DocumentRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.put(experiment, asked.experiment, by))

    def delete(self, experiment: str) -> Response:
        """A draft less."""
        query = check(request.args.to_dict(), DeletionQuery)
        asked = ActRequest(author=query.author, reason=query.reason, parent=None)
        return self._act(asked, lambda by: self._conducting.delete(experiment, by))

    def start(self, experiment: str) -> Response:
        """The first phase, when its effect can be reached."""
        asked = read(request, StartRequest, self._limit)
        begin = self._installed.starting.start
        with longer(planning.LONGEST):
            return self._act(asked, lambda by: begin(experiment, by, asked.share, asked.planned_share, asked.override))

    def ramp(self, experiment: str) -> Response:
        """More units."""
        asked = read(request, RampRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.ramp(experiment, asked.share, by))

    def pause(self, experiment: str) -> Response:
        """Nobody is served a variant, or any."""
        asked = read(request, PauseRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.pause(experiment, by, asked.variant))

    def resume(self, experiment: str) -> Response:
        """The end of a pause."""
        asked = read(request, PauseRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.resume(experiment, by, asked.variant))

    def stop(self, experiment: str) -> Response:
        """The end; the report is frozen beside the caller."""
        asked = read(request, ActRequest, self._limit)
        response = self._act(asked, lambda by: self._conducting.stop(experiment, by))
        self._installed.reporting.begin(experiment)
        return response

    def archive(self, experiment: str) -> Response:
        """Put away."""
        asked = read(request, ActRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.archive(experiment, by))

    def phase(self, experiment: str) -> Response:
        """Another phase."""
        asked = read(request, PhaseRequest, self._limit)
        return self._act(asked, lambda by: self._conducting.rephase(experiment, asked.experiment, by, asked.share))

    def _act(self, asked: ActRequest, make: Callable[[By], Done], status: int = 200) -> Response:
        tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        by = By(_author(asked), asked.reason, asked.parent, tag if tag not in ("", "*") else None)
        try:
            done = make(by)
        except RevisionConflictError as error:
            if "If-Match" in request.headers:
                raise Problem("precondition_failed", error.title, error.detail, status=412) from error
            raise
        # This worker at once; the others find it by themselves.
        self._service.configuration.following.tick()
        told = None if done.experiment is None else self._installed.told(done.experiment)
        response = answer_document(
            {
                "experiment": told,
                "revision": None if done.revision is None else done.revision.revision,
                "warnings": list(done.warnings),
            },
            status,
        )
        if told is not None:
            response.set_etag(told["tag"])
        return response


def _author(asked: ActRequest) -> str:
    return asked.author or f"key {g.principal.key_id}".strip()
