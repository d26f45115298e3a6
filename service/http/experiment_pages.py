"""The pages of experiments, and the form by which somebody with the rights acts on one."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, g, request

from service.console.experiments import experiment_page, experiments_page
from service.experiments.conducting import By
from service.experiments.history import history_of
from service.http.cors import same_origin
from service.http.errors import Problem
from service.http.operations import Operation, blueprint
from service.http.pages import html
from service.http.sessions import FORM_FIELD, BrowserSessions
from service.wiring import Service
from slotwise.errors import ExperimentError, SlotwiseError, StoreError

_READ, _WRITE = "experiments", "experiments:write"
_ONE = "/console/experiments/<experiment>"
_LONGEST = 2_000


def experiment_pages(service: Service) -> Blueprint:
    """Return the blueprint of the pages."""
    found, browsers = service.experiments, BrowserSessions(service)

    def listed() -> Response:
        return html(experiments_page(found.rows()))

    def one(experiment: str) -> Response:
        return _shown(experiment)

    def act(experiment: str) -> Response:
        origin = request.headers.get("Origin")
        if origin is not None and not same_origin(request, origin):
            raise Problem("form_refused", "The form is not ours", "open the page again and send its form")
        given = {name: value[:_LONGEST] for name, value in request.form.items()}
        try:
            _do(given.get("act", ""), experiment, given)
        except StoreError:
            raise
        except SlotwiseError as error:
            return _shown(experiment, error.detail, 409)
        service.configuration.following.tick()
        return Response(status=303, headers={"Location": request.path})

    def _do(name: str, experiment: str, given: Mapping[str, str]) -> None:
        by, variant = By(_author(), given.get("reason", "")), given.get("variant") or None
        conducting, override = found.conducting, bool(given.get("override"))
        ways: dict[str, Callable[[], object]] = {
            "start": lambda: found.starting.start(experiment, by, override=override),
            "ramp": lambda: conducting.ramp(experiment, _share(given.get("share", "")), by),
            "pause": lambda: conducting.pause(experiment, by, variant),
            "resume": lambda: conducting.resume(experiment, by, variant),
            "stop": lambda: conducting.stop(experiment, by),
            "archive": lambda: conducting.archive(experiment, by),
            "report": lambda: found.reporting.begin(conducting.get(experiment).id),
        }
        if name not in ways:
            raise ExperimentError("there is no such act", expected=list(ways), given=name)
        ways[name]()
        if name == "stop":
            found.reporting.begin(experiment)

    def _shown(experiment: str, problem: str = "", status: int = 200) -> Response:
        session = browsers.session(request)
        told = found.told(found.conducting.get(experiment))
        response = html(
            experiment_page(
                told,
                history_of(found.conducting.history, experiment),
                _WRITE in g.principal.scopes,
                (FORM_FIELD, "" if session is None else browsers.form_token(session)),
                problem,
            )
        )
        response.status_code = status
        # Without it a browser would not say whose form it sends.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return blueprint(
        "experiment_pages",
        [
            _page("GET", "/console/experiments", "experiments_page", "The experiments as a page.", listed, _READ),
            _page("GET", _ONE, "experiment_shown", "An experiment as a page.", one, _READ),
            _page("POST", _ONE, "experiment_acted", "An act on an experiment, by its page's form.", act, _WRITE),
        ],
    )


def _page(method: str, path: str, name: str, summary: str, view: Callable[..., Response], scope: str) -> Operation:
    return Operation(method, path, name, summary, view, scope=scope, media="text/html")


def _author() -> str:
    return f"key {g.principal.key_id}".strip()


def _share(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ExperimentError("a share is a number", expected="0.05 for 5 %", given=text) from error
