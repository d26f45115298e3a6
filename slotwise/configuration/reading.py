"""Reading: documents as plain values into entries, with everything that is wrong collected and nothing raised."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from slotwise.documents import Entry, Problem, kinds, pointer

ENTRIES = 10_000
"""Entries of one document."""
ENTRY_BYTES = 200_000
_PROBLEMS = 200
_CODES = {"missing": "field_missing", "extra_forbidden": "field_unknown", "literal_error": "not_one_of"}
_CODES |= {"json_invalid": "entry_malformed"}
_RANGES = ("greater_than", "less_than", "too_short", "too_long", "string_too", "finite", "multiple_of")
_GIVEN = 200
_SHOULD_BE = "Input should be "

Read = dict[str, dict[str, Entry]]


def read(documents: Mapping[str, Any]) -> tuple[Read, list[Problem]]:
    """Return the entries by kind and id, and what is wrong with those that could not be read."""
    known, entries, problems = kinds(), Read(), list[Problem]()
    for name, document in documents.items():
        if name not in known:
            detail = f"there is no kind of document named {name!r}"
            problems.append(Problem(pointer(name), "document_unknown", detail, sorted(known), _shown(name)))
        elif not isinstance(document, list):
            detail = "a document is a list of entries"
            problems.append(Problem(pointer(name), "type_wrong", detail, "a list", _shown(document)))
        elif len(document) > ENTRIES:
            detail = f"the document has {len(document)} entries"
            problems.append(Problem(pointer(name), "document_too_large", detail, f"at most {ENTRIES}", len(document)))
        else:
            entries[name] = _entries(known[name], document, problems)
    return entries, problems[:_PROBLEMS]


def _entries(kind: type[Entry], document: list[Any], problems: list[Problem]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for place, each in enumerate(document):
        entry, wrong = read_entry(kind, each, (kind.name, place))
        problems.extend(wrong)
        if entry is None:
            continue
        if entry.id in found:
            detail = f"{entry.id!r} stands twice in {kind.name}"
            problems.append(Problem(pointer(kind.name, place, kind.key), "id_repeated", detail, "unique", entry.id))
        found.setdefault(entry.id, entry)
    return found


def read_entry(kind: type[Entry], document: Any, at: tuple[str | int, ...]) -> tuple[Entry | None, list[Problem]]:
    """Return an entry, or None and what is wrong with it."""
    try:
        # By way of JSON, because there a list is what a tuple is read from.
        written = orjson.dumps(document)
    except TypeError as error:
        return None, [Problem(pointer(*at), "entry_malformed", f"the entry is no JSON: {error}", "JSON", None)]
    if len(written) > ENTRY_BYTES:
        detail = f"the entry has {len(written)} bytes"
        return None, [Problem(pointer(*at), "entry_too_large", detail, f"at most {ENTRY_BYTES}", len(written))]
    try:
        return kind.model_validate_json(written), []
    except ValidationError as error:
        return None, _once(_problem(kind, each, at) for each in error.errors(include_url=False))
    except RecursionError:
        return None, [Problem(pointer(*at), "entry_malformed", "the entry is nested too deeply", "less depth", None)]


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problem of each place: what may have several shapes is told once for each of them."""
    found: dict[str, Problem] = {}
    for each in problems:
        found.setdefault(each.pointer, each)
    return list(found.values())


def _problem(kind: type[Entry], error: ErrorDetails, at: tuple[str | int, ...]) -> Problem:
    context, place = error.get("ctx") or {}, pointer(*at, *filter(_is_place, error["loc"]))
    if error["type"].startswith("condition_"):
        given = error["input"] if context.get("given") is None else context["given"]
        place += context.get("pointer", "")
        return Problem(place, error["type"], error["msg"], context.get("expected"), _shown(given))
    code = _CODES.get(error["type"]) or _code(error["type"])
    missing = error["type"] == "missing"
    return Problem(place, code, _detail(error), _expected(kind, error), None if missing else _shown(error["input"]))


def _is_place(part: str | int) -> bool:
    """Whether a part of a location is one in the document, and not the name of a shape that was tried there."""
    return isinstance(part, int) or not ("[" in part or "(" in part)


def _detail(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return f"there is no field {str(error['loc'][-1])!r}"
    return error["msg"].removeprefix("Value error, ")


def _code(kind: str) -> str:
    if any(each in kind for each in _RANGES):
        return "out_of_range"
    return "type_wrong" if kind.endswith(("_type", "_parsing")) else "value_wrong"


def _expected(kind: type[Entry], error: ErrorDetails) -> Any:
    context = error.get("ctx") or {}
    if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
        fields = list(kind.model_fields)
        return difflib.get_close_matches(str(error["loc"][0]), fields, n=3) or fields
    wanted = error["msg"].removeprefix(_SHOULD_BE)
    if wanted != error["msg"]:
        return wanted
    bounds = {"min_length": "at least", "max_length": "at most"}
    told = [f"{bounds[name]} {context[name]}" for name in bounds if name in context]
    named = {name: each for name, each in context.items() if name != "detail" and isinstance(each, str | int | float)}
    return " and ".join(told) or named or None


def _shown(value: Any) -> Any:
    """Return what was given, short enough to be told."""
    if isinstance(value, str):
        return value if len(value) <= _GIVEN else value[:_GIVEN] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    return "an object" if isinstance(value, Mapping) else "a list"
