"""Problem documents (RFC 9457): what is wrong, by code and status, as plain data that can be told or kept."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from slotwise.errors import ConfigurationError, SlotwiseError

STATUS = {
    "body_malformed": 400,
    "key_missing": 401,
    "key_invalid": 401,
    "key_revoked": 401,
    "key_expired": 401,
    "signature_invalid": 401,
    "signature_replayed": 401,
    "scope_missing": 403,
    "origin_refused": 403,
    "form_refused": 403,
    "body_too_large": 413,
    "body_type_unsupported": 415,
    "body_encoding_unsupported": 415,
    "request_invalid": 422,
    "touchpoint_unknown": 404,
    "decision_unknown": 404,
    "request_id_reused": 409,
    "token_invalid": 422,
    "token_expired": 422,
    "event_invalid": 422,
    "event_malformed": 422,
    "event_too_large": 413,
    "event_too_old": 422,
    "event_in_future": 422,
    "event_conflict": 409,
    "configuration_invalid": 422,
    "condition_invalid": 422,
    "condition_too_large": 422,
    "document_unknown": 404,
    "revision_unknown": 404,
    "revision_conflict": 409,
    "rejection_unknown": 404,
    "rejection_resolved": 409,
    "person_erased": 410,
    "person_unknown": 404,
    "merge_unknown": 404,
    "erasure_unknown": 404,
    "link_refused": 409,
    "audience_invalid": 422,
    "audience_unknown": 404,
    "product_unknown": 404,
    "lift_invalid": 422,
    "webhook_failed": 422,
    "staircase_unknown": 404,
    "task_unknown": 404,
    "task_held": 409,
    "task_result_invalid": 422,
    "desk_closed": 409,
    "metric_unknown": 404,
    "process_unknown": 404,
    "campaign_unknown": 404,
    "not_measured": 404,
    "measure_invalid": 422,
    "statistics_invalid": 422,
    "dataset_invalid": 409,
    "experiment_invalid": 409,
    "experiment_unknown": 404,
    "command_failed": 503,
    "rate_exceeded": 429,
    "bundle_invalid": 503,
    "shelf_invalid": 503,
    "model_missing": 503,
    "population_unavailable": 409,
    "store_unavailable": 503,
    "overloaded": 503,
}
"""Status by code; what is not listed is an error of ours."""
_TYPE = "urn:slotwise:problem:"
_LONGEST = 200
_MOST = 50
"""Errors that one problem document lists."""
_INVALID = ("request_invalid", "The request is not valid")
_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_short": "length",
    "string_too_long": "length",
    "too_short": "length",
    "too_long": "length",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "literal_error": "not_one_of",
    "string_pattern_mismatch": "format",
}

_TOLD = {
    "extra_forbidden": "There is no field of this name here; /docs lists those that there are",
    "missing": "This field is required",
    "model_type": "This should be an object",
    "model_attributes_type": "This should be an object",
    "dict_type": "This should be an object",
}
"""What is said in the place of pydantic's words, which speak of classes and inputs of its own."""


def document(
    code: str, title: str, detail: str, errors: Sequence[dict[str, Any]] = (), status: int | None = None
) -> dict[str, Any]:
    """Return a problem document; without a status, that of its code."""
    found: dict[str, Any] = {
        "type": _TYPE + code,
        "title": title,
        "status": status or STATUS.get(code, 500),
        "detail": detail,
        "code": code,
    }
    return {**found, "errors": list(errors)} if errors else found


def of_error(error: SlotwiseError) -> dict[str, Any]:
    """Return the document of one of our errors."""
    entry = {
        "pointer": error.pointer,
        "code": error.code,
        "detail": error.detail,
        "expected": error.expected,
        "given": given(error.given),
    }
    detail = f"{error.detail}; {error.hint}" if error.hint else error.detail
    entries = [entry] if error.pointer else []
    if isinstance(error, ConfigurationError) and error.problems:
        entries = [_of_problem(each) for each in error.problems[:_MOST]]
    return document(error.code, error.title, detail, entries)


def _of_problem(problem: Any) -> dict[str, Any]:
    told = {name: getattr(problem, name) for name in ("pointer", "entry", "code", "detail", "expected")}
    return {**told, "given": given(problem.given)}


def of_shape(error: ValidationError) -> dict[str, Any]:
    """Return the document of something that has another shape than it should."""
    return of_places(places(error))


def of_places(errors: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the document that names places which are not as they should be."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return document(*_INVALID, f"{first['pointer'] or 'the body'}: {first['detail']}{more}", errors[:_MOST])


def places(error: ValidationError) -> list[dict[str, Any]]:
    """Return what pydantic found, each with a JSON pointer, a code, and what was expected and given."""
    return [_place(each) for each in error.errors(include_url=False)]


def place(path: tuple[int | str, ...], code: str, detail: str, value: Any) -> dict[str, Any]:
    """Return one entry of a problem document's errors."""
    return {"pointer": pointer(path), "code": code, "detail": detail, "expected": detail, "given": given(value)}


def pointer(path: tuple[int | str, ...]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def given(value: Any) -> Any:
    """Return what was given in a form that is short and can be written as JSON."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else type(value).__name__


def _place(error: Any) -> dict[str, Any]:
    context = error.get("ctx") or {}
    path = tuple(part for part in error["loc"] if part != "[key]")
    if "key" in context:
        path = (*path, context["key"])
    kind = error["type"]
    code = _CODES.get(kind) or ("wrong_type" if kind.endswith(("_type", "_parsing", "_value")) else kind)
    return place(path, code, _TOLD.get(kind, error["msg"]), None if kind == "missing" else error["input"])
