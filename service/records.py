"""Records: a decision as it is logged: what was asked, considered, dropped and placed, by which versions."""

from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from service.asked import DecisionRequest
from service.logged_features import columns, packed
from service.models import Serving
from service.people import Found
from service.record_head import head
from service.rendering import Written
from service.stores.decisions import Logged
from service.variants.recorded import entry_of, features_kept, packed_of, part_of, teams
from service.variants.rows import rows, told
from service.variants.trial import Trial
from slotwise import log
from slotwise.decision import Decision, Slate

CONSIDERED = 20
"""Candidates of each touchpoint that are logged with their scores, best first, unless settings say otherwise."""

_FEW = 8
"""Up to so many times the candidates that are logged, all are sorted: one call, to find the best first takes three."""
_CANDIDATES = 20_000
"""Bytes of one touchpoint's candidates: some 400 of them with ids, scores and the ranks of ten sources."""


class Made(NamedTuple):
    """A decision with everything that its record tells; `decided_at` is ms UTC, `now` the moment it was made for."""

    decision_id: str
    decided_at: int
    now: int
    found: Found
    asked: DecisionRequest
    serving: Serving
    decision: Decision
    body: bytes
    trace_id: str = ""
    elapsed_ms: float = 0.0
    trial: Trial | None = None
    """What experiments made of it; None where there are none."""

    @property
    def weight(self) -> int:
        """About how many bytes it holds while it waits: candidates with their ranks are the most of it."""
        return 4_000 + len(self.body) + _CANDIDATES * len(self.decision.slates)

    def logged(self, considered: int = CONSIDERED) -> Logged:
        """Return what the log keeps, with so many candidates of each touchpoint."""
        if self.trial is None:
            model = self.serving.model
            features, named = packed(model, self.serving.live, self.decision.slates), columns(model).named
        else:
            features, named = packed_of(self.trial)
        return Logged(
            self.decision_id,
            self.decided_at,
            self.found.person_id,
            orjson.dumps(self.document(considered), default=str),
            self.asked.request_id,
            self.body if self.asked.request_id is not None else b"",
            features,
            None if features is None else named,
            () if self.trial is None else self._assignments(self.trial),
        )

    def document(self, considered: int = CONSIDERED) -> dict[str, Any]:
        """Return the record as a document."""
        asked, decision, serving, trial = self.asked, self.decision, self.serving, self.trial
        if trial is not None:
            serving = trial.parts[0].serving
        boot, number = serving.refreshed or (None, None)
        return {
            **head(self.decision_id, self.decided_at, self.found, asked, self.trace_id),
            log.SCENE: decision.scene,
            "now": self.now,
            "model": {
                **serving.model.describe(),
                "folder": serving.published.folder,
                "digest": serving.published.digest,
            },
            "configuration_revision": serving.revision,
            "variant": "",
            "live": {"at": serving.live.at, "boot": boot, "number": number},
            log.POLICY: decision.policy,
            "notes": decision.notes,
            log.ELAPSED: round(self.elapsed_ms, 3),
            **(
                {"touchpoints": [self._slate(each, serving, considered) for each in decision.slates]}
                if trial is None
                else self._tried(trial, considered)
            ),
        }

    def _tried(self, trial: Trial, considered: int) -> dict[str, Any]:
        """Return the touchpoints, each with the experiments that it was part of, and what the parts were made of."""
        marked = features_kept(trial)
        entries = [
            self._slate(each.slate, each.serving, considered) | entry_of(each) | {"features": kept}
            for each, kept in zip(trial.answered, marked, strict=True)
        ]
        for entry, each in zip(entries, trial.answered, strict=True):
            teams(entry["placements"], each)
        return {
            log.EXPERIMENTS: [told(each) for each in trial.enrolment.assigned],
            **({} if trial.plain else {"parts": [part_of(each, trial) for each in trial.parts]}),
            "touchpoints": entries,
        }

    def _assignments(self, trial: Trial) -> tuple[dict[str, Any], ...]:
        made = rows(trial, self.decision_id, self.decided_at, self.found.person_id, round(self.elapsed_ms, 3))
        return tuple(made)

    def _slate(self, slate: Slate, serving: Serving, considered: int) -> dict[str, Any]:
        content, best = serving.renderer.content, _best(slate.scores, considered)
        names = serving.renderer.content_ids(slate.considered[best].tolist())
        return {
            "touchpoint": slate.touchpoint,
            "service_level": slate.level.value,
            "considered": len(slate.considered),
            "candidates": list(zip(names, slate.scores[best].tolist(), strict=True)),
            "dropped": {name: count for name, count in slate.dropped.items() if count},
            "short": slate.short or None,
            **({"rules_set_aside": slate.aside} if slate.aside else {}),
            **({log.POLICY: slate.policy} if slate.policy else {}),
            "features": slate.read is not None and bool(slate.placements),
            "placements": [
                _placement(slot, content(place), score, propensity, prefix)
                for slot, place, _, score, propensity, prefix in slate.placements
            ],
        }


def _placement(slot: int, content: Written, score: float, propensity: float, prefix: float) -> dict[str, Any]:
    return {
        log.SLOT: slot,
        log.CONTENT: content.content_id,
        log.PRODUCT: content.product_id,
        "score": score,
        log.PROPENSITY: propensity,
        "prefix_propensity": prefix,
    }


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Places of the best candidates, best first."""
    worst_first = -scores
    if len(scores) > _FEW * count > 0:
        best = worst_first.argpartition(count - 1)[:count]
        return best[worst_first[best].argsort(kind="stable")]
    return worst_first.argsort(kind="stable")[:count]
