"""The head of a record: what was asked, for whom, and what was known of them."""

from typing import Any

from service.asked import DecisionRequest
from service.people import Found
from slotwise import log


def head(decision_id: str, decided_at: int, found: Found, asked: DecisionRequest, trace_id: str) -> dict[str, Any]:
    """Return what was asked, for whom, and what was known of them."""
    return {
        log.DECISION: decision_id,
        log.DECIDED_AT: decided_at,
        "request_id": asked.request_id,
        "trace_id": trace_id or None,
        log.PERSON: found.person_id or None,
        log.SESSION: asked.session,
        "context": asked.context,
        "attributes": _attributes(found, asked),
        "personalize": asked.personalize,
        "state": {"known": found.known, "readable": found.readable, "seq": found.seq},
        "asked": [
            {
                "touchpoint": each.touchpoint,
                "slots": each.slots,
                **({"exclude": each.exclude} if each.exclude else {}),
                **({"candidates": each.candidates} if each.candidates is not None else {}),
            }
            for each in asked.touchpoints
        ],
        "scene_given": asked.scene,
    }


def _attributes(found: Found, asked: DecisionRequest) -> dict[str, Any]:
    """The attributes that were given, as far as the person allows that they are used."""
    if not found.state.personalize:
        return {}
    return {name: value for name, value in asked.person.attributes.items() if name not in found.state.hidden}
