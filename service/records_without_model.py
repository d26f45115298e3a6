"""Records of answers without a model: the safety lists alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service.asked import DecisionRequest
from service.people import Found
from service.record_head import head
from service.records import CONSIDERED
from service.stores.decisions import Logged
from slotwise import log


@dataclass(frozen=True, slots=True)
class MadeWithoutModel:
    """A decision from the safety lists alone; `entries` are the touchpoints of the answer, `decided_at` is ms UTC."""

    decision_id: str
    decided_at: int
    found: Found
    asked: DecisionRequest
    entries: Sequence[dict[str, Any]]
    trace_id: str = ""
    elapsed_ms: float = 0.0

    @property
    def weight(self) -> int:
        """About how many bytes it holds while it waits."""
        return 4_000 + 2_000 * len(self.entries)

    def logged(self, considered: int = CONSIDERED) -> Logged:
        """Return what the log keeps; the answer itself is not kept, a repeat may get a better one."""
        document = {
            **head(self.decision_id, self.decided_at, self.found, self.asked, self.trace_id),
            log.SCENE: self.asked.scene,
            "now": self.decided_at,
            "model": None,
            "configuration_revision": None,
            "variant": "",
            "live": None,
            log.POLICY: {"policy": "safety_list"},
            "notes": ["no model is live"],
            log.ELAPSED: round(self.elapsed_ms, 3),
            "touchpoints": [
                {
                    **each,
                    "considered": 0,
                    "candidates": [],
                    "dropped": {},
                    "short": each.get("short"),
                    "features": False,
                }
                for each in self.entries
            ],
        }
        record = orjson.dumps(document, default=str)
        return Logged(self.decision_id, self.decided_at, self.found.person_id, record)
