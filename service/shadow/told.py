"""Told: the shadow and what it has found so far, for the API and the command line."""

from typing import Any

from service.moments import to_text
from service.shadow.process import KIND
from service.stores.results import Results
from slotwise.documents.shadows import Shadow


def shadow_told(wanted: Shadow | None, results: Results) -> dict[str, Any]:
    """Return what is asked for and the newest findings, which stay when the shadow has ended; raise StoreError."""
    found = next(iter(results.run(KIND)), None)
    return {
        "shadow": None
        if wanted is None
        else {
            "version": wanted.pinned.version,
            "asked_as": wanted.shadow,
            "model": wanted.pinned.model,
            "folder": wanted.pinned.folder,
            "budget": wanted.budget,
            "began_at": to_text(wanted.began_at),
        },
        "found": None if found is None else {**found.document(), "made_at": to_text(found.span.made_at)},
    }
