"""OpenAPI: the document of all operations, and a page that shows it without any script."""

from importlib.metadata import version
from typing import Any

import orjson
from flask import Blueprint, Flask, Response
from pydantic.json_schema import models_json_schema

from service.answered import ProblemAnswer
from service.console.docs import docs_page
from service.http.operations import PROBLEM, Operation, blueprint
from service.http.pages import html
from service.keys import PUBLIC
from service.settings import Settings
from slotwise.signing import HEADER

_REF = "#/components/schemas/{model}"
_TITLES = {
    400: "The body cannot be read.", 401: "A key is needed.", 403: "The key may not do this.",
    404: "There is no such thing.", 409: "It clashes with what was asked before.",
    410: "It was erased.", 412: "Another revision is in effect.",
    413: "The body is too large.", 415: "The body has another type or encoding.", 422: "The request has another shape.",
    429: "Too many requests.", 502: "Another server did not take it.", 503: "Not now; try again.",
}  # fmt: skip
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key, `pk_...` or `sk_...`; see docs/keys.md."},
    "api_key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "The same in another header."},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": HEADER,
        "description": "A request signed with a secret key that is not sent.",
    },
}
_GUARDED = (401, 403, 429, 503)
"""What every operation that needs a key may answer."""


def openapi(app: Flask, settings: Settings) -> Blueprint:
    """Return the blueprint of the document; every operation that has a tag is in it, pages are not."""
    declared = [each for made in app.blueprints.values() for each in getattr(made, "operations", [])]
    operations = [each for each in declared if each.tag]
    document = make_document(operations, settings)
    written = orjson.dumps(document)

    def spec() -> Response:
        return Response(written, mimetype="application/json")

    def docs() -> Response:
        return html(docs_page(document))

    return blueprint(
        "openapi",
        [
            Operation("GET", "/openapi/openapi.json", "openapi_document", "This document.", spec, scope=PUBLIC),
            Operation("GET", "/docs", "docs", "This document as a page.", docs, scope=PUBLIC, media="text/html"),
        ],
    )


def make_document(operations: list[Operation], settings: Settings) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of some operations."""
    inside = [each for op in operations for each in (op.body,) if each is not None]
    outside = [each for op in operations for each in (op.answer, *op.failures.values()) if each] + [ProblemAnswer]
    wanted = [(each, "validation") for each in dict.fromkeys(inside)] + [
        (each, "serialization") for each in dict.fromkeys(outside)
    ]
    refs, schemas = models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]
    components = schemas["$defs"]
    _limits(components, settings)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.template, {})[each.method.lower()] = _operation(each, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Slotwise",
            "version": version("slotwise"),
            "description": "Which content goes into each slot, for this person, in this scene.",
        },
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SCHEMES},
    }


def _operation(operation: Operation, refs: Any) -> dict[str, Any]:
    schema = refs[(operation.answer, "serialization")] if operation.answer else {"type": "string"}
    responses: dict[str, Any] = {
        str(operation.status): {"description": "The answer.", "content": {operation.media: {"schema": schema}}}
    }
    guarded = () if operation.scope == PUBLIC else _GUARDED
    for status in sorted({*operation.problems, *guarded}):
        content = {PROBLEM: {"schema": refs[(ProblemAnswer, "serialization")]}}
        if operation.answer and operation.tag == "operation":
            content["application/json"] = {"schema": schema}
        responses[str(status)] = {"description": _TITLES[status], "content": content}
    for status, shape in operation.failures.items():
        content = {"application/json": {"schema": refs[(shape, "serialization")]}}
        responses[str(status)] = {"description": _TITLES[status], "content": content}
    found: dict[str, Any] = {"operationId": operation.name, "summary": operation.summary, "responses": responses}
    # Any one of them, with this scope.
    found["security"] = [{name: [operation.scope]} for name in _SCHEMES] if guarded else []
    if operation.tag:
        found["tags"] = [operation.tag]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in operation.variables
    ]
    parameters += _query(operation)
    if parameters:
        found["parameters"] = parameters
    if operation.body:
        content = {"application/json": {"schema": refs[(operation.body, "validation")]}}
        content |= {media: {"schema": schema} for media, schema in operation.accepts.items()}
        found["requestBody"] = {"required": operation.body_required, "content": content}
    return found


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "schema": _plain(each),
            "description": each.get("description", ""),
        }
        for name, each in schema["properties"].items()
    ]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A query string has no null: a parameter that may be null may be left out."""
    options = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name not in ("anyOf", "title", "description", "default")}
    return {**kept, **options[0]} if options else kept


def _limits(components: dict[str, Any], settings: Settings) -> None:
    """Write the installation's own limits into the shapes."""
    asked = components["AskedTouchpoint"]["properties"]
    components["DecisionRequest"]["properties"]["touchpoints"]["maxItems"] = settings.max_touchpoints
    components["EventsRequest"]["properties"]["events"]["maxItems"] = settings.max_events
    asked["exclude"]["maxItems"] = settings.max_exclusions
    for name, key, limit in (
        ("slots", "maximum", settings.max_slots),
        ("candidates", "maxItems", settings.max_candidates),
    ):
        next(each for each in asked[name]["anyOf"] if each["type"] != "null")[key] = limit
