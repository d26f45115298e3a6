"""Records: a decision as it is logged: what was asked, considered, dropped and placed, by which versions."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.asked import DecisionRequest
from service.models import Serving
from service.stores.decisions import Logged
from slotwise import log
from slotwise.decision import Decision, Slate


@dataclass(frozen=True)
class Made:
    """A decision with everything that its record tells; `decided_at` is ms UTC."""

    decision_id: str
    decided_at: int
    person_id: str
    asked: DecisionRequest
    serving: Serving
    decision: Decision
    body: bytes
    trace_id: str = ""

    def logged(self) -> Logged:
        """Return what the log keeps."""
        return Logged(
            self.decision_id,
            self.decided_at,
            self.person_id,
            orjson.dumps(self.document(), default=str),
            self.asked.request_id,
            self.body if self.asked.request_id is not None else b"",
        )

    def document(self) -> dict[str, Any]:
        """Return the record as a document."""
        asked, decision = self.asked, self.decision
        return {
            log.DECISION: self.decision_id,
            log.DECIDED_AT: self.decided_at,
            "request_id": asked.request_id,
            "trace_id": self.trace_id or None,
            log.PERSON: self.person_id or None,
            log.SCENE: decision.scene,
            log.SESSION: asked.session,
            "context": asked.context,
            "attributes": asked.person.attributes,
            "personalize": asked.personalize,
            "model": {**self.serving.model.describe(), "digest": self.serving.published.digest},
            "counts_at": self.serving.live.at,
            log.POLICY: decision.policy,
            "notes": decision.notes,
            "touchpoints": [self._slate(each) for each in decision.slates],
        }

    def _slate(self, slate: Slate) -> dict[str, Any]:
        content = self.serving.renderer.content
        return {
            "touchpoint": slate.touchpoint,
            "service_level": slate.level,
            "considered": len(slate.considered),
            "dropped": {name: count for name, count in slate.dropped.items() if count},
            "short": slate.short or None,
            "placements": [
                {
                    log.SLOT: each.slot,
                    log.CONTENT: content(each.content).content_id,
                    log.PRODUCT: content(each.content).product_id,
                    "score": each.score,
                    log.PROPENSITY: each.propensity,
                    "prefix_propensity": each.prefix,
                }
                for each in slate.placements
            ],
        }
