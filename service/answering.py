"""Answering: from a checked request to the bytes of the answer, in a straight line."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import orjson

from service.asked import DecisionRequest
from service.decision_ids import Seeds, new_id
from service.decision_log import DecisionLog
from service.metrics import Metrics
from service.models import Models, Serving
from service.opening import with_opened
from service.pace import Pace
from service.people import Found, People
from service.records import Made
from service.records_without_model import MadeWithoutModel
from service.repeats import Repeats
from service.safety import Safety
from service.settings import Settings
from service.stores.decisions import Answered
from service.timing import Timing
from service.variants.deciding import Decided, decided
from service.variants.enrolling import enrol
from service.variants.keeping import Variants
from service.variants.trial import Trial, seed_of
from service.writing import Writer, head
from slotwise.decision import Ask, Decision, ServiceLevel, Wanted
from slotwise.engine import decide


class Answer(NamedTuple):
    """The JSON body of an answer, and its decision id."""

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
    writer: Writer
    seeds: Seeds
    metrics: Metrics
    pace: Pace
    variants: Variants
    wall: Callable[[], float] = time.time

    def answer(self, asked: DecisionRequest, timing: Timing, trace_id: str = "") -> Answer:
        """Return the answer to a request; raises RepeatError only. Each stage is marked in `timing`."""
        moment = int(self.wall() * 1_000)
        found = self.people.find(asked.person)
        if asked.request_id is not None and not asked.dry_run:
            before = self.repeats.find(asked.request_id, found.person_id, moment)
            # What the person has allowed since then counts, also for a repeat.
            if before is not None and before.decided_at > (found.state.consent_at or 0):
                self.metrics.repeats.inc()
                return Answer(before.body, before.decision_id)
        timing.mark("state")
        serving = self.models.current
        if serving is None:
            answer = self._without_model(asked, found, moment, timing, trace_id)
        else:
            answer = self._with_model(asked, found, serving, moment, timing, trace_id)
        timing.mark("render")
        self._count(asked, timing)
        return answer

    def wanted(self, asked: DecisionRequest, serving: Serving, timing: Timing) -> tuple[Wanted, Found]:
        """Return what the engine would be asked, without a deadline, and the person: to explain an answer."""
        found, moment = self.people.find(asked.person), int(self.wall() * 1_000)
        return self._wanted(asked, found, serving, moment, new_id(moment), float("inf"), timing), found

    def tried(self, asked: DecisionRequest, serving: Serving, timing: Timing) -> tuple[Trial | None, Found]:
        """Return what experiments would make of a request, None without any, and the person: to explain an answer."""
        found, moment = self.people.find(asked.person), int(self.wall() * 1_000)
        if not self.variants.prepared:
            return None, found
        return self._trial(asked, found, serving, moment, new_id(moment), timing, float("inf")), found

    def _with_model(
        self, asked: DecisionRequest, found: Found, serving: Serving, moment: int, timing: Timing, trace_id: str
    ) -> Answer:
        decision_id = new_id(moment)
        asked = with_opened(asked, found, serving, serving.now(moment, found.state.last_at))
        trial = self._trial(asked, found, serving, moment, decision_id, timing) if self.variants.prepared else None
        if trial is None:
            wanted = self._wanted(asked, found, serving, moment, decision_id, self._deadline(asked), timing)
            decision = self._decision(serving, found, wanted, timing)
        else:
            decision = trial.decision
            if not asked.dry_run:
                self._count_trial(trial)
        timing.mark("decide")
        self.metrics.tallies.filled([slate.level.value for slate in decision.slates])
        body = self.writer.write(asked, found, serving, decision, decision_id, moment, trial)
        if not asked.dry_run:
            if asked.request_id is not None:
                self.repeats.keep(asked.request_id, Answered(found.person_id, moment, decision_id, body))
            self.log.add(
                Made(
                    decision_id,
                    moment,
                    serving.now(moment, found.state.last_at),
                    found,
                    asked,
                    serving,
                    decision,
                    body,
                    trace_id,
                    1_000 * timing.elapsed(),
                    trial,
                )
            )
        return Answer(body, decision_id)

    def _trial(
        self,
        asked: DecisionRequest,
        found: Found,
        champion: Serving,
        moment: int,
        decision_id: str,
        timing: Timing,
        deadline: float | None = None,
    ) -> Trial | None:
        """Return the answer under experiments; None where no experiment asks for anything but the usual."""
        prepared = self.variants.prepared
        known = [each for each in asked.touchpoints if champion.model.catalog.touchpoint(each.touchpoint) >= 0]
        if not known:
            return None
        enrolment = enrol(prepared, asked, found, champion, [each.touchpoint for each in known], moment)
        most = self._deadline(asked) if deadline is None else deadline

        def decide_some(serving: Serving, places: Sequence[int], number: int, page: tuple[str, ...]) -> Decided:
            mine = [known[place] for place in places]
            some = asked if mine == asked.touchpoints else asked.model_copy(update={"touchpoints": mine})
            seed = seed_of(decision_id, number)
            wanted = replace(self._wanted(some, found, serving, moment, seed, most, timing), page=page)
            return wanted, self._decision(serving, found, wanted, timing)

        return decided(enrolment, champion, [each.touchpoint for each in known], found.state, decide_some)

    def _wanted(
        self,
        asked: DecisionRequest,
        found: Found,
        serving: Serving,
        moment: int,
        seed: str,
        deadline: float,
        timing: Timing,
    ) -> Wanted:
        left = deadline / 1_000 - timing.elapsed()
        return Wanted(
            asks=asks(asked, serving),
            now=serving.now(moment, found.state.last_at),
            seed=self.seeds.of(seed),
            context=asked.context,
            scene=asked.scene,
            personalize=asked.personalize,
            expired=timing.deadline(deadline),
            # What the rules need to know of the person is missing, so nothing may seem to be for them.
            best=self.pace.best(left, len(asked.touchpoints)) if found.readable else ServiceLevel.POPULAR,
        )

    def _decision(self, serving: Serving, found: Found, wanted: Wanted, timing: Timing) -> Decision:
        started = timing.elapsed()
        decision = decide(serving.model, found.state, wanted, serving.live)
        if wanted.asks and wanted.best is ServiceLevel.RANKER and not any("no time" in note for note in decision.notes):
            self.pace.learn(timing.elapsed() - started, len(wanted.asks))
        return decision

    def _without_model(
        self, asked: DecisionRequest, found: Found, moment: int, timing: Timing, trace_id: str
    ) -> Answer:
        decision_id, shown = new_id(moment), set[str]()
        entries = []
        for each in asked.touchpoints:
            shown.update(each.exclude)
            entries.append(self.safety.slate(each, shown))
        self.metrics.tallies.filled([ServiceLevel.SAFETY_LIST.value] * len(entries))
        if not asked.dry_run:
            self.log.add(
                MadeWithoutModel(decision_id, moment, found, asked, entries, trace_id, 1_000 * timing.elapsed())
            )
        document = {**head(asked, found, decision_id), "scene": asked.scene, "touchpoints": entries, "ttl_seconds": 0}
        return Answer(orjson.dumps(document), decision_id)

    def _count_trial(self, trial: Trial) -> None:
        for each in trial.enrolment.assigned:
            if each.counts:
                self.metrics.tried(each.experiment, each.variant, each.served)

    def _deadline(self, asked: DecisionRequest) -> float:
        return self.settings.deadline_ms if asked.deadline_ms is None else asked.deadline_ms

    def _count(self, asked: DecisionRequest, timing: Timing) -> None:
        seconds = timing.elapsed()
        self.metrics.tallies.decided(seconds)
        if seconds * 1_000 > self._deadline(asked) > 0:
            self.metrics.late.inc()


def asks(asked: DecisionRequest, serving: Serving) -> tuple[Ask, ...]:
    """Return what the engine is to fill: the touchpoints it knows, with their own number of slots by default."""
    catalog = serving.model.catalog
    return tuple(
        _whole(each.touchpoint, each.slots or catalog.touchpoints[place].slots)
        if not each.exclude and each.candidates is None
        else Ask(
            each.touchpoint,
            each.slots or catalog.touchpoints[place].slots,
            frozenset(each.exclude),
            None if each.candidates is None else tuple(each.candidates),
        )
        for each in asked.touchpoints
        if (place := catalog.touchpoint(each.touchpoint)) >= 0
    )


@lru_cache(1_024)
def _whole(touchpoint: str, slots: int) -> Ask:
    """What most requests ask for, made once: all that a touchpoint may show."""
    return Ask(touchpoint, slots)
