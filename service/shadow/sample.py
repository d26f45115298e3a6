"""Sample: one decision as it is handed to the shadow's process: what was asked, of whom, and what the champion said."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.records import Made
from slotwise.decision import Slate
from slotwise.person import PersonState
from slotwise.person_packing import pack, unpack

CANDIDATES = 50
"""Best candidates of each touchpoint whose scores are compared."""


@dataclass(frozen=True)
class Sample:
    """A decision; `asked` as the record has it, `answered` by touchpoint what the champion placed and how it scored."""

    decision_id: str
    state: PersonState
    document: dict[str, Any]


def packed(made: Made) -> bytes | None:
    """Return a decision as bytes, None where there is nothing to compare: below the ranker, or under experiments."""
    slates = made.decision.slates
    if made.trial is not None and not made.trial.plain:
        return None
    if not slates or any(slate.read is None for slate in slates):
        return None
    asked = made.asked
    document = {
        "id": made.decision_id,
        "now": made.now,
        "context": asked.context,
        "scene": asked.scene,
        "personalize": asked.personalize,
        "elapsed_ms": made.elapsed_ms,
        "asked": [[each.touchpoint, each.slots, each.exclude, each.candidates] for each in asked.touchpoints],
        "answered": {each.touchpoint: _answered(made, each) for each in slates},
    }
    body = orjson.dumps(document, default=str)
    state = pack(made.found.state)
    return len(body).to_bytes(4, "big") + body + state


def opened(message: bytes) -> Sample:
    """Return the decision of some bytes; raise ValueError or StateError when they are not whole."""
    size = int.from_bytes(message[:4], "big")
    document = orjson.loads(message[4 : 4 + size])
    return Sample(document["id"], unpack(message[4 + size :]), document)


def _answered(made: Made, slate: Slate) -> dict[str, Any]:
    content = made.serving.renderer.content
    best = (-slate.scores).argsort(kind="stable")[:CANDIDATES]
    return {
        "level": slate.level.value,
        "placed": [content(each.content).content_id for each in slate.placements],
        "scores": {
            content(place).content_id: score
            for place, score in zip(slate.considered[best].tolist(), slate.scores[best].tolist(), strict=True)
        },
    }
