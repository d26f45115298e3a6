"""Telling: exports as documents for commands and callers."""

from typing import Any

from service.moments import to_text
from service.stores.audience_exports import Export

_SHOWN = ("over_limit", "state", "batches", "failed", "product")


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
        **{name: export.body[name] for name in _SHOWN if name in export.body},
    }
