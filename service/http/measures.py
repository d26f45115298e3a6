"""Measures: GET /v1/metrics, /v1/funnels, /v1/campaigns and /v1/probes, and their pages."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from pydantic import BaseModel

from service.answered_measures import (
    CampaignAnswer,
    CampaignsAnswer,
    FunnelAnswer,
    FunnelsAnswer,
    MetricAnswer,
    MetricsAnswer,
    ProbesAnswer,
)
from service.asked_measures import NothingAsked, ProbesQuery
from service.console.measures import funnels_page, metrics_page
from service.http.json import answer_document, check
from service.http.operations import Operation, blueprint
from service.http.pages import html
from service.measured import Told
from service.wiring import Service

_SCOPE = "reports"


def measures(service: Service) -> Blueprint:
    """Return the blueprint of what was measured; figures are read from what jobs stored."""
    measured = service.measured

    def listed(what: Callable[[], dict[str, object]]) -> Callable[[], Response]:
        def view() -> Response:
            check(request.args.to_dict(), NothingAsked)
            return answer_document(what())

        return view

    def one(what: Callable[[str], Told]) -> Callable[..., Response]:
        def view(**named: str) -> Response:
            check(request.args.to_dict(), NothingAsked)
            return _answer(what(*named.values()))

        return view

    def probes() -> Response:
        asked = check(request.args.to_dict(), ProbesQuery)
        return answer_document(measured.probes(asked.limit))

    def metrics_shown() -> Response:
        return html(metrics_page(measured, request.args.get("metric", "")))

    def funnels_shown() -> Response:
        return html(funnels_page(measured, request.args.get("process", "")))

    return blueprint(
        "measures",
        [
            _told("metrics", "metrics_dictionary", "Every metric with its definition and newest value.",
                  listed(measured.metrics), MetricsAnswer),
            _told("metrics/<metric>", "metric", "A metric: value, interval, days, touchpoints, segments.",
                  one(measured.metric), MetricAnswer),
            _told("funnels", "funnels", "Every process with its conversion and its bottleneck.",
                  listed(measured.funnels), FunnelsAnswer),
            _told("funnels/<process>", "funnel", "A funnel: its steps, where persons leave, what changed.",
                  one(measured.funnel), FunnelAnswer),
            _told("campaigns", "campaigns", "Every campaign, measured against what was expected.",
                  listed(measured.campaigns), CampaignsAnswer),
            _told("campaigns/<campaign>", "campaign", "A campaign's deviation, traced to segments and steps.",
                  one(measured.campaign), CampaignAnswer),
            _told("probes", "probes", "Every probe with what it saw last, and the latest alarms.",
                  probes, ProbesAnswer, ProbesQuery),
            _page("metrics", "The metrics as a page.", metrics_shown),
            _page("funnels", "The funnels as a page.", funnels_shown),
        ],
    )  # fmt: skip


def _told(
    path: str,
    name: str,
    summary: str,
    view: Callable[..., Response],
    answer: type[BaseModel],
    query: type[BaseModel] = NothingAsked,
) -> Operation:
    problems = (404, 422, 503) if "<" in path else (422, 503)
    return Operation(
        "GET", f"/v1/{path}", name, summary, view, scope=_SCOPE, query=query, answer=answer, problems=problems,
        tag="reports",
    )  # fmt: skip


def _page(name: str, summary: str, view: Callable[[], Response]) -> Operation:
    return Operation("GET", f"/console/{name}", f"{name}_page", summary, view, scope=_SCOPE, media="text/html")


def _answer(told: Told) -> Response:
    response = answer_document(told.document)
    response.set_etag(told.etag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
