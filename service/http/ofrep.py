"""OFREP: OpenFeature's remote evaluation protocol, so that any OpenFeature client gets the variants of decisions.

https://github.com/open-feature/protocol, version 0.3. Evaluating a flag is an assignment and no exposure: it is not
logged, and counts nobody. What is wrong with a context is told as the protocol has it; keys, limits and media types
are refused as everywhere else.
"""

import orjson
from flask import Blueprint, Response, request
from pydantic import ValidationError

from service.answered_flags import FlagAnswer, FlagFailure, FlagsAnswer, FlagsFailure
from service.asked_flags import FlagContext, FlagsRequest
from service.flags import assigned_to, flag_told, flags_of
from service.http.json import answer_document, read_body
from service.http.operations import Operation, blueprint
from service.problems import places
from service.wiring import Service
from slotwise.documents.experiments import Experiment

_ROOT = "/ofrep/v1/evaluate/flags"


class _Failed(Exception):
    """An evaluation that fails as a whole: a code of OpenFeature, and why."""

    def __init__(self, code: str, detail: str):
        super().__init__(detail)
        self.told = {"errorCode": code, "errorDetails": detail}


def ofrep(service: Service) -> Blueprint:
    """Return the blueprint of the protocol."""
    limit = service.settings.max_body_bytes

    def one(key: str) -> Response:
        try:
            context = _context(limit)
        except _Failed as failed:
            return answer_document({"key": key, **failed.told}, 400)
        experiment = service.models.configuration.get(Experiment, key)
        if experiment is None or experiment.status == "archived":
            detail = f"there is no experiment {key!r}"
            return answer_document({"key": key, "errorCode": "FLAG_NOT_FOUND", "errorDetails": detail}, 404)
        told = flag_told(experiment, assigned_to(service, context).get(key))
        return answer_document(told, 400 if "errorCode" in told else 200)

    def all_() -> Response:
        try:
            context = _context(limit)
        except _Failed as failed:
            return answer_document(failed.told, 400)
        assigned = assigned_to(service, context)
        live = flags_of(service.models.configuration.of(Experiment))
        return _unless_known(answer_document({"flags": [flag_told(each, assigned.get(each.id)) for each in live]}))

    return blueprint(
        "ofrep",
        [
            Operation(
                "POST", _ROOT, "evaluate_flags", "All running experiments as flags of OpenFeature, with an ETag.", all_,
                scope="decide", body=FlagsRequest, answer=FlagsAnswer, problems=(413, 415),
                failures={400: FlagsFailure}, tag="openfeature",
            ),
            Operation(
                "POST", f"{_ROOT}/<key>", "evaluate_flag", "One experiment as a flag of OpenFeature.", one,
                scope="decide", body=FlagsRequest, answer=FlagAnswer, problems=(413, 415),
                failures={400: FlagFailure, 404: FlagFailure}, tag="openfeature",
            ),
        ],
    )  # fmt: skip


def _context(limit: int) -> FlagContext:
    """Return the context of the request; raise _Failed, and Problem for another media type or too large a body."""
    body = read_body(request, limit)
    try:
        document = orjson.loads(body)
    except ValueError as error:
        raise _Failed("PARSE_ERROR", f"the body is no JSON: {error}") from error
    try:
        context = FlagsRequest.model_validate(document).context
    except ValidationError as error:
        first = places(error)[0]
        raise _Failed("INVALID_CONTEXT", f"{first['pointer'] or 'the body'}: {first['detail']}") from error
    if context.person is None and context.visit is None:
        raise _Failed("TARGETING_KEY_MISSING", "the context needs a targetingKey: the person's id")
    return context


def _unless_known(response: Response) -> Response:
    """Return the response with its tag, or a 304 to whoever has it: Flask itself answers so to a GET alone."""
    response.add_etag()
    tag, _ = response.get_etag()
    if tag is not None and request.if_none_match.contains_weak(tag):
        response.status_code = 304
        response.set_data(b"")
        response.content_type = None  # type: ignore[assignment]
    return response
