"""Telling: sizes and exports as documents for commands and callers, and pages."""

import base64
import binascii
from typing import Any

import orjson

from service.audiences.questions import Questions
from service.moments import to_text
from service.stores.audience_exports import Export

_SHOWN = ("over_limit", "state", "batches", "failed", "product")


def size_told(questions: Questions, name: str) -> dict[str, Any]:
    """Return an audience's size as a document; raise UnknownAudienceError."""
    found = questions.size(name)
    return {"audience": name, "title": questions.audience(name).title, **found._asdict(), "everybody": found.everybody}


def export_told(export: Export) -> dict[str, Any]:
    """Return what is told of an export: when, by whom, of which revision, and how many persons."""
    return {
        "export_id": export.export_id,
        "audience": export.audience,
        "made_at": to_text(export.made_at),
        "author": export.author,
        "revision": export.revision,
        "treated": export.treated,
        "held_out": export.held_out,
        **{name: export.body[name] for name in _SHOWN if export.body.get(name) is not None},
    }


def cursor_of(*place: str | float) -> str:
    """Return where the next page begins, as an opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode()


def place_of(cursor: str, parts: int) -> list[Any] | None:
    """Return the place that a cursor names: an id, or a number and an id; None for what is none."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error):
        return None
    kinds = (str,) if parts == 1 else ((float, int), str)
    fits = isinstance(found, list) and len(found) == len(kinds)
    return found if fits and all(isinstance(*each) for each in zip(found, kinds, strict=True)) else None  # type: ignore[arg-type]
