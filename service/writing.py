"""Writing: a decision as the JSON document that the caller gets."""

from typing import Any

import orjson

from service.asked import AskedTouchpoint, DecisionRequest
from service.explanation import explanation
from service.models import Serving
from service.opening import opened, unopened
from service.people import Found
from service.reasons import reason
from service.settings import Settings
from service.tokens import Signer
from service.variants.trial import Filled, Trial, label
from slotwise.decision import Decision, Slate
from slotwise.errors import UnknownTouchpointError


class Writer:
    """Writes answers; signs a token for every placement."""

    def __init__(self, settings: Settings, signer: Signer):
        self._ttl = settings.answer_ttl_seconds
        self._token_seconds = settings.token_hours * 3_600
        self._signer = signer

    def write(
        self,
        asked: DecisionRequest,
        found: Found,
        serving: Serving,
        decision: Decision,
        decision_id: str,
        moment: int,
        trial: Trial | None = None,
    ) -> bytes:
        """Return the body of an answer made at `moment` (ms UTC): every touchpoint asked for, in its order."""
        slates, scene = iter(decision.slates), decision.scene
        known = serving.model.catalog.touchpoint
        expires = moment // 1_000 + self._token_seconds
        filled = None if trial is None else iter(trial.answered)
        entries = [
            (
                self._entry(asked, serving, next(slates), scene, decision_id, expires)
                if filled is None
                else self._tried(asked, next(filled), decision_id, expires)
            )
            if known(each.touchpoint) >= 0
            else unknown(each)
            for each in asked.touchpoints
        ]
        document = {**head(asked, found, decision_id), "scene": scene, "touchpoints": entries}
        if asked.open:
            document["opened"] = opened(asked, serving.model, decision, moment)
        if asked.explain == "full":
            now = serving.now(moment, found.state.last_at)
            document["notes"] = [*decision.notes, *unopened(asked, found, serving, decision, now)]
        document["ttl_seconds"] = self._ttl
        return orjson.dumps(document)

    def _tried(self, asked: DecisionRequest, filled: Filled, decision_id: str, expires: int) -> dict[str, Any]:
        variant = label(filled.experiments)
        entry = self._entry(asked, filled.serving, filled.slate, filled.scene, decision_id, expires, variant)
        entry["experiments"] = [{"key": each.experiment, "variant": each.variant} for each in filled.experiments]
        return entry

    def _entry(
        self,
        asked: DecisionRequest,
        serving: Serving,
        slate: Slate,
        scene: str | None,
        decision_id: str,
        expires: int,
        variant: str = "",
    ) -> dict[str, Any]:
        model = serving.model
        sign = self._signer.slate(decision_id, slate.touchpoint, model.name, model.version, variant, expires)
        whys = _whys(serving, slate, scene) if asked.explain != "none" else ()
        entry = {
            "touchpoint": slate.touchpoint,
            "service_level": slate.level,
            "model": model.describe(),
            "experiments": [],
            "placements": orjson.Fragment(serving.renderer.placements(slate.placements, sign, whys)),
        }
        if slate.short:
            entry["short"] = slate.short
        if slate.aside:
            entry["rules_set_aside"] = slate.aside
        if asked.explain == "full":
            entry["explanation"] = explanation(model, slate)
        return entry


def _whys(serving: Serving, slate: Slate, scene: str | None) -> list[bytes]:
    """Return for each placement why it is there, as JSON."""
    model, live = serving.model, serving.live
    fresh = model.fresh(live)
    whys = (reason(model, slate, each, bool(fresh[each.content]), scene, live) for each in slate.placements)
    return [orjson.dumps(each) for each in whys]


def head(asked: DecisionRequest, found: Found, decision_id: str) -> dict[str, Any]:
    """Return what an answer begins with: which request, which decision, for whom."""
    person = {"id": found.person_id or None, "known": found.known}
    return {"request_id": asked.request_id, "decision_id": decision_id, "person": person}


def unknown(asked: AskedTouchpoint) -> dict[str, Any]:
    """Return the entry of a touchpoint that is not in the catalogue: an error of that entry only."""
    problem = {"code": UnknownTouchpointError.code, "title": UnknownTouchpointError.title}
    return {
        "touchpoint": asked.touchpoint,
        "error": {**problem, "detail": f"{asked.touchpoint} is not a touchpoint of this installation"},
        "placements": [],
    }
