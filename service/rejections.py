"""Rejections: rejected events as they are listed, over HTTP and on the command line."""

from typing import Any

from service.moments import to_text
from service.resending import document
from service.stores.rejected import Refused

_SHOWN = 2_048


def listed(refused: Refused) -> dict[str, Any]:
    """Return a rejected event as plain values; `event` is null when only its `beginning` was kept."""
    refusal, event = refused.refusal, document(refused)
    found = {
        "id": refused.id,
        "received_at": to_text(refusal.received_at),
        "event_id": refusal.event_id,
        "code": refusal.code,
        "problem": refusal.problem,
        "event": event,
        "resolved_at": None if refused.resolved_at is None else to_text(refused.resolved_at),
        "resolved_as": refused.resolved_as,
    }
    return found if event is not None else {**found, "beginning": refusal.body[:_SHOWN].decode("utf-8", "replace")}
