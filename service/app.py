"""create_app(): the Flask application around a wired service."""

from flask import Flask, Response, g, request

from service.http.assignments import assignments
from service.http.audiences import audiences
from service.http.auth import authenticate
from service.http.configuration import configuration
from service.http.content import content
from service.http.cors import cross_origin
from service.http.decisions import decisions
from service.http.demo import demo
from service.http.errors import register
from service.http.events import events
from service.http.experiment_pages import experiment_pages
from service.http.experiments import experiments
from service.http.explain import explain
from service.http.health import health
from service.http.ids import request_id, trace_id
from service.http.login import login
from service.http.measures import measures
from service.http.models import models
from service.http.ofrep import ofrep
from service.http.openapi import openapi
from service.http.pages import pages
from service.http.persons import persons
from service.http.rejected import rejected
from service.http.sdk import sdk
from service.http.shadow import shadow
from service.http.short_decisions import ShortDecisions
from service.http.short_events import ShortEvents
from service.http.short_way import ShortWay
from service.http.tags import tags
from service.http.why_not import why_not
from service.http.worklists import worklists
from service.log import configure
from service.settings import Settings, read_settings
from service.timing import Timing
from service.waiting import waited
from service.wiring import Service, wire

EXTENSION = "slotwise"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application with its model loaded; threads start with the first request or the server's hook."""
    settings = settings or read_settings()
    configure(settings.log_level)
    service = wire(settings)
    service.open()
    app = Flask("service", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = service
    register(app)
    _hooks(app, service)
    authenticate(app, service)
    cross_origin(app, service)
    for resource in (
        decisions,
        explain,
        events,
        rejected,
        models,
        shadow,
        persons,
        health,
        pages,
        login,
        sdk,
        demo,
        worklists,
        audiences,
        why_not,
        content,
        measures,
        configuration,
        experiments,
        experiment_pages,
        assignments,
        ofrep,
        tags,
    ):
        app.register_blueprint(resource(service))
    app.register_blueprint(openapi(app, settings))
    app.wsgi_app = ShortWay(service, (ShortDecisions(service), ShortEvents(service)), app.wsgi_app)  # type: ignore[method-assign]
    return app


def _hooks(app: Flask, service: Service) -> None:
    @app.before_request
    def _begin() -> None:
        g.timing = Timing(waited=waited())
        service.background.ensure()
        g.request_id = request_id(request.headers.get("X-Request-Id", ""))
        g.trace_id = trace_id(request.headers.get("traceparent", ""))

    @app.after_request
    def _end(response: Response) -> Response:
        headers = response.headers
        headers["X-Request-Id"] = g.request_id
        if g.trace_id:
            headers["traceparent"] = request.headers["traceparent"]
        service.metrics.tallies.answered(response.status_code)
        return response
