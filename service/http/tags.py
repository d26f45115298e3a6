"""Tags: GET /v1/tags and /v1/tags/{tag}: what is said of persons by their behaviour, by whom, and of how many."""

from flask import Blueprint, Response, request

from service.answered_tags import TagsAnswer, TagShownAnswer
from service.asked_tags import TagsQuery
from service.http.json import answer_document, check
from service.http.operations import Operation, blueprint
from service.tag_book import TagBook
from service.wiring import Service

_READ = "configuration"


def tags(service: Service) -> Blueprint:
    """Return the blueprint of tags."""
    book = TagBook(service.configuration.changing, service.audiences)

    def list_() -> Response:
        query = check(request.args.to_dict(), TagsQuery)
        return answer_document(book.list(query.status, query.counts))

    def show(tag: str) -> Response:
        return answer_document(book.show(tag))

    return blueprint(
        "tags",
        [
            Operation(
                "GET", "/v1/tags", "tags", "All tags with owner and status, and how many persons hold each.", list_,
                scope=_READ, query=TagsQuery, answer=TagsAnswer, problems=(422, 503), tag="configuration",
            ),
            Operation(
                "GET", "/v1/tags/<tag>", "tag", "A tag, who holds it, and the tags that share most persons.", show,
                scope=_READ, answer=TagShownAnswer, problems=(404, 422, 503), tag="configuration",
            ),
        ],
    )  # fmt: skip
