"""Answering: from a checked request to the bytes of the answer, in a straight line."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from service.asked import AskedTouchpoint, DecisionRequest
from service.decision_ids import Seeds, new_id
from service.decision_log import DecisionLog
from service.explanation import explanation
from service.log import logger
from service.metrics import Metrics
from service.models import Models, Serving
from service.pace import Pace
from service.people import Found, People
from service.reasons import reason
from service.records import Made
from service.repeats import Repeats
from service.safety import Safety
from service.settings import Settings
from service.stores.decisions import Answered
from service.timing import Timing
from service.tokens import Claim, Signer
from slotwise.decision import Ask, Decision, Placement, ServiceLevel, Slate, Wanted
from slotwise.engine import decide
from slotwise.errors import UnknownTouchpointError

_log = logger("answering")


@dataclass(frozen=True)
class Answer:
    """The JSON body of an answer, and what belongs to its headers."""

    body: bytes
    decision_id: str


@dataclass
class Answering:
    """Answers decisions. `wall` gives seconds UTC."""

    settings: Settings
    models: Models
    people: People
    repeats: Repeats
    log: DecisionLog
    safety: Safety
    signer: Signer
    seeds: Seeds
    metrics: Metrics
    pace: Pace
    wall: Callable[[], float] = time.time

    def answer(self, asked: DecisionRequest, timing: Timing, trace_id: str = "") -> Answer:
        """Return the answer to a request; raises RepeatError only. Each stage is marked in `timing`."""
        moment = int(self.wall() * 1_000)
        deadline = self.settings.deadline_ms if asked.deadline_ms is None else asked.deadline_ms
        found = self.people.find(asked.person)
        if asked.request_id is not None and not asked.dry_run:
            before = self.repeats.find(asked.request_id, found.person_id, moment)
            if before is not None:
                self.metrics.repeats.inc()
                return Answer(before.body, before.decision_id)
        timing.mark("state")
        answer = self._decide(asked, found, moment, deadline, timing, trace_id)
        timing.mark("render")
        self.metrics.decisions.inc()
        self.metrics.seconds.observe(timing.elapsed())
        if timing.elapsed() * 1_000 > deadline > 0:
            self.metrics.late.inc()
        return answer

    def wanted(self, asked: DecisionRequest, serving: Serving, timing: Timing) -> tuple[Wanted, Found]:
        """Return what the engine would be asked, without a deadline, and the person: to explain an answer."""
        found, moment = self.people.find(asked.person), int(self.wall() * 1_000)
        return self._wanted(asked, found, serving, moment, new_id(moment), float("inf"), timing), found

    def _decide(
        self, asked: DecisionRequest, found: Found, moment: int, deadline: float, timing: Timing, trace_id: str
    ) -> Answer:
        serving = self.models.current
        decision_id = new_id(moment)
        if serving is None:
            return Answer(self._without_model(asked, found, decision_id), decision_id)
        wanted = self._wanted(asked, found, serving, moment, decision_id, deadline, timing)
        decision = self._decision(serving, found, wanted, timing)
        timing.mark("decide")
        body = self._body(asked, found, serving, decision, decision_id, moment)
        made = Made(decision_id, moment, found.person_id, asked, serving, decision, body, trace_id)
        if not asked.dry_run:
            if asked.request_id is not None:
                self.repeats.keep(asked.request_id, Answered(found.person_id, moment, decision_id, body))
            self.log.add(made.logged)
        return Answer(body, decision_id)

    def _wanted(
        self,
        asked: DecisionRequest,
        found: Found,
        serving: Serving,
        moment: int,
        decision_id: str,
        deadline: float,
        timing: Timing,
    ) -> Wanted:
        left = deadline / 1_000 - timing.elapsed()
        return Wanted(
            asks=asks(asked, serving),
            now=serving.now(moment, found.state.last_at),
            seed=self.seeds.of(decision_id),
            context=asked.context,
            scene=asked.scene,
            personalize=asked.personalize,
            expired=timing.deadline(deadline),
            # What the rules need to know of the person is missing, so nothing may seem to be for them.
            best=self.pace.best(left, len(asked.touchpoints)) if found.readable else ServiceLevel.POPULAR,
        )

    def _decision(self, serving: Serving, found: Found, wanted: Wanted, timing: Timing) -> Decision:
        if not wanted.asks:
            return Decision(wanted.scene, (), serving.model.policy.to_json())
        started = timing.elapsed()
        decision = decide(serving.model, found.state, wanted, serving.live)
        if wanted.best is ServiceLevel.RANKER and not any("no time" in note for note in decision.notes):
            self.pace.learn(timing.elapsed() - started, len(wanted.asks))
        return decision

    def _body(
        self, asked: DecisionRequest, found: Found, serving: Serving, decision: Decision, decision_id: str, moment: int
    ) -> bytes:
        slates = iter(decision.slates)
        entries = [
            self._entry(asked, serving, next(slates), decision_id, moment)
            if serving.model.catalog.touchpoint(each.touchpoint) >= 0
            else unknown(each)
            for each in asked.touchpoints
        ]
        document = {**self._head(asked, found, decision_id), "scene": decision.scene, "touchpoints": entries}
        if asked.explain == "full":
            document["notes"] = decision.notes
        document["ttl_seconds"] = self.settings.answer_ttl_seconds
        return orjson.dumps(document)

    def _head(self, asked: DecisionRequest, found: Found, decision_id: str) -> dict[str, Any]:
        person = {"id": found.person_id or None, "known": found.known}
        return {"request_id": asked.request_id, "decision_id": decision_id, "person": person}

    def _entry(
        self, asked: DecisionRequest, serving: Serving, slate: Slate, decision_id: str, moment: int
    ) -> dict[str, Any]:
        self.metrics.levels.labels(slate.level).inc()
        placements = b",".join(
            self._placement(asked, serving, slate, each, decision_id, moment) for each in slate.placements
        )
        entry = {
            "touchpoint": slate.touchpoint,
            "service_level": slate.level,
            "model": serving.model.describe(),
            "experiments": [],
            "placements": orjson.Fragment(b"[" + placements + b"]"),
        }
        if slate.short:
            entry["short"] = slate.short
        if asked.explain == "full":
            entry["explanation"] = explanation(serving.model, slate)
        return entry

    def _placement(
        self, asked: DecisionRequest, serving: Serving, slate: Slate, each: Placement, decision_id: str, moment: int
    ) -> bytes:
        model, catalog = serving.model, serving.model.catalog
        claim = Claim(
            decision_id=decision_id,
            touchpoint=slate.touchpoint,
            slot=each.slot,
            content_id=catalog.contents.ids[each.content],
            product_id=catalog.products.ids[each.product],
            propensity=each.propensity,
            model=model.name,
            version=model.version,
            variant="",
            expires=moment // 1_000 + self.settings.token_hours * 3_600,
        )
        why = b""
        if asked.explain != "none":
            why = orjson.dumps(reason(model, slate, each, bool(model.fresh(serving.live)[each.content])))
        return serving.renderer.placement(each, self.signer.sign(claim), why)

    def _without_model(self, asked: DecisionRequest, found: Found, decision_id: str) -> bytes:
        shown: set[str] = set()
        entries = []
        for each in asked.touchpoints:
            shown.update(each.exclude)
            entries.append(self.safety.slate(each.touchpoint, each.slots, shown))
            self.metrics.levels.labels(ServiceLevel.SAFETY_LIST).inc()
        document = {
            **self._head(asked, found, decision_id),
            "scene": asked.scene,
            "touchpoints": entries,
            "ttl_seconds": 0,
        }
        return orjson.dumps(document)


def asks(asked: DecisionRequest, serving: Serving) -> tuple[Ask, ...]:
    """Return what the engine is to fill: the touchpoints that are known, with their own number of slots by default."""
    catalog = serving.model.catalog
    return tuple(
        Ask(
            each.touchpoint,
            each.slots or catalog.touchpoints[place].slots,
            frozenset(each.exclude),
            None if each.candidates is None else tuple(each.candidates),
        )
        for each in asked.touchpoints
        if (place := catalog.touchpoint(each.touchpoint)) >= 0
    )


def unknown(asked: AskedTouchpoint) -> dict[str, Any]:
    """Return the entry of a touchpoint that is not in the catalogue: an error of that entry only."""
    problem = {"code": UnknownTouchpointError.code, "title": UnknownTouchpointError.title}
    return {
        "touchpoint": asked.touchpoint,
        "error": {**problem, "detail": f"{asked.touchpoint} is not a touchpoint of this installation"},
        "placements": [],
    }
