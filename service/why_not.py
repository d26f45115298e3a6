"""Why not: the question of an operator on behalf of a person, from the service's own state, model and live world."""

from typing import Any

import orjson

from service.asked import AskedTouchpoint, DecisionRequest, Person
from service.asked_why_not import WhyNotRequest
from service.models import Serving
from service.timing import Timing
from service.wiring import Service
from slotwise import person
from slotwise.situation import situation
from slotwise.why_not import Reason, why_not


def answered(service: Service, serving: Serving, person_id: str, asked: WhyNotRequest) -> dict[str, Any]:
    """Return the reasons as a document. Nothing is logged or used up."""
    request = DecisionRequest(
        person=Person(id=person_id),
        context=asked.context,
        scene=asked.scene,
        touchpoints=[AskedTouchpoint(touchpoint=asked.touchpoint, slots=asked.slots)],
        dry_run=True,
    )
    wanted, found = service.answering.wanted(request, serving, Timing())
    reasons = why_not(serving.model, found.state, wanted, asked.touchpoint, asked.content, serving.live)
    reader = person.readable(found.state, wanted.personalize)
    return {
        "person_id": found.person_id or None,
        "touchpoint": asked.touchpoint,
        "content_id": asked.content,
        "scene": situation(serving.model, reader, wanted, serving.live).scene,
        "blocked": any(each.blocks for each in reasons),
        "reasons": [_told(each) for each in reasons],
    }


def _told(reason: Reason) -> dict[str, Any]:
    rule = {"id": reason.rule, "title": reason.title, "kind": reason.kind, "owner": reason.owner}
    return {
        "code": reason.code,
        "detail": reason.detail,
        "blocks": reason.blocks,
        "rule": rule if reason.rule else None,
        "facts": orjson.loads(orjson.dumps(dict(reason.facts), default=str)),
    }
