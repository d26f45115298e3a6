"""Scoring: a sample is decided again by the shadow, with the same state, the same chance and the same moment."""

import time
from dataclasses import dataclass, field
from typing import Any

from service.decision_ids import Seeds
from service.models import Serving
from service.shadow.comparing import KEPT, Touchpoint, times
from service.shadow.features import FeatureHealth
from service.shadow.sample import CANDIDATES, Sample
from slotwise.decision import Ask, Slate, Wanted
from slotwise.engine import decide


@dataclass
class Scoring:
    """Sums of everything that the shadow was asked since it began here."""

    seeds: Seeds
    answers: int = 0
    failed: int = 0
    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    health: FeatureHealth | None = None
    shadow_ms: list[float] = field(default_factory=list)
    champion_ms: list[float] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def take(self, sample: Sample, serving: Serving) -> None:
        """Decide and compare one sample; what fails is counted, and told by its name."""
        try:
            self._take(sample, serving)
        except Exception as error:
            self.failed += 1
            self._note(f"{type(error).__name__}: {error}"[:200])

    def document(self) -> dict[str, Any]:
        """Return all sums as plain values."""
        return {
            "answers": self.answers,
            "failed": self.failed,
            "touchpoints": {name: each.document() for name, each in sorted(self.touchpoints.items())},
            "times_ms": {"shadow": times(self.shadow_ms), "champion": times(self.champion_ms)},
            "features": None if self.health is None else self.health.document(),
            "notes": dict(sorted(self.notes.items(), key=lambda each: -each[1])[:20]),
        }

    def _take(self, sample: Sample, serving: Serving) -> None:
        told, model = sample.document, serving.model
        catalog = model.catalog
        asks = tuple(
            Ask(name, slots or catalog.touchpoints[place].slots, frozenset(exclude), _given(candidates))
            for name, slots, exclude, candidates in told["asked"]
            if (place := catalog.touchpoint(name)) >= 0
        )
        wanted = Wanted(
            asks=asks,
            now=told["now"],
            seed=self.seeds.of(sample.decision_id),
            context=told["context"],
            scene=told["scene"],
            personalize=told["personalize"],
        )
        begun = time.perf_counter()
        decision = decide(model, sample.state, wanted, serving.live)
        self._keep(self.shadow_ms, 1_000 * (time.perf_counter() - begun))
        self._keep(self.champion_ms, float(told["elapsed_ms"]))
        self.answers += 1
        for note in decision.notes:
            self._note(note)
        for slate in decision.slates:
            self._compare(told["answered"][slate.touchpoint], slate, serving)

    def _compare(self, champion: dict[str, Any], slate: Slate, serving: Serving) -> None:
        content = serving.renderer.content
        best = (-slate.scores).argsort(kind="stable")
        # All that the champion told of are looked up, however far behind they stand here.
        wanted, scores = set(champion["scores"]), dict[str, float]()
        for number, place in enumerate(best.tolist()):
            name = content(int(slate.considered[place])).content_id
            if number < CANDIDATES or name in wanted:
                scores[name] = float(slate.scores[place])
        placed = [content(each.content).content_id for each in slate.placements]
        found = self.touchpoints.setdefault(slate.touchpoint, Touchpoint())
        found.add(champion, slate.level.value, placed, scores)
        if self.health is None:
            self.health = FeatureHealth.of(serving.model)
        self.health.add(serving.model, serving.live, slate)

    def _note(self, note: str) -> None:
        if note in self.notes or len(self.notes) < KEPT:
            self.notes[note] = self.notes.get(note, 0) + 1

    def _keep(self, values: list[float], value: float) -> None:
        values.append(value)
        del values[:-KEPT]


def _given(candidates: list[str] | None) -> tuple[str, ...] | None:
    return None if candidates is None else tuple(candidates)
