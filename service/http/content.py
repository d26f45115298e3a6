"""Content: GET /v1/content/review and /v1/touchpoints/value, and the page of the review."""

from flask import Blueprint, Response, request

from service.answered_content import ReviewAnswer, TouchpointValues
from service.asked_content import ReviewQuery, ValueQuery
from service.console.content import review_page
from service.content_reviews import ContentReviews, Told
from service.http.errors import Problem
from service.http.json import answer_document, check
from service.http.operations import Operation, blueprint
from service.http.pages import html
from service.wiring import Service

_SCOPE = "reports"


def content(service: Service) -> Blueprint:
    """Return the blueprint of reviews; they are read from what the daily job stored."""
    reviews = ContentReviews(service.results)

    def review() -> Response:
        asked = check(request.args.to_dict(), ReviewQuery)
        if asked.touchpoint is None and asked.verdict is not None:
            raise Problem("request_invalid", "The request is not valid", "a verdict is asked for with a touchpoint")
        return _answer(reviews.overview() if asked.touchpoint is None else reviews.of(asked.touchpoint, asked.verdict))

    def value() -> Response:
        check(request.args.to_dict(), ValueQuery)
        return _answer(reviews.value())

    def page() -> Response:
        return html(review_page(reviews, request.args.get("touchpoint", "")))

    return blueprint(
        "content",
        [
            Operation(
                "GET",
                "/v1/content/review",
                "content_review",
                "What the newest review says of every content of a touchpoint, or of all touchpoints in short.",
                review,
                scope=_SCOPE,
                query=ReviewQuery,
                answer=ReviewAnswer,
                problems=(404, 422, 503),
                tag="content",
            ),
            Operation(
                "GET",
                "/v1/touchpoints/value",
                "touchpoints_value",
                "What one exposure in every touchpoint is worth, by segment, and what is still to gain there.",
                value,
                scope=_SCOPE,
                query=ValueQuery,
                answer=TouchpointValues,
                problems=(404, 422, 503),
                tag="content",
            ),
            Operation(
                "GET",
                "/console/content",
                "content_page",
                "The review of contents as a page.",
                page,
                scope=_SCOPE,
                media="text/html",
            ),
        ],
    )


def _answer(told: Told) -> Response:
    response = answer_document(told.document)
    response.set_etag(told.etag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
