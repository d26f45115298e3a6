"""Planned: a phase of an experiment, prepared so that a request asks it in a few microseconds."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from slotwise.buckets import edges
from slotwise.conditions import Condition
from slotwise.documents.experiments import Allocation, Experiment, Pause, Phase
from slotwise.experiments.drawing import Drawing, batch_salt, layer_salt, phase_salt


@dataclass(frozen=True)
class Planned:
    """One phase. Moments are ms UTC."""

    experiment: str
    number: int
    began_at: int
    ended_at: int | None
    unit: str
    touchpoints: frozenset[str]
    layer: str
    """The salt of the layer."""
    when: Condition | None
    control: str
    names: frozenset[str]
    interleaved: bool
    pauses: tuple[Pause, ...]
    steps: tuple[int, ...]
    owned: tuple[tuple[int, ...], ...]
    batches: tuple[int, ...]
    drawings: tuple[Drawing, ...]
    """The phase's own, or one a batch of a bandit."""

    @classmethod
    def of(cls, experiment: Experiment, phase: Phase) -> "Planned":
        """Prepare a phase."""
        batches = phase.allocations if experiment.kind == "bandit" else []
        return cls(
            experiment=experiment.experiment,
            number=phase.number,
            began_at=phase.began_at,
            ended_at=phase.ended_at,
            unit=phase.unit,
            touchpoints=frozenset(phase.touchpoints),
            layer=layer_salt(experiment.layer),
            when=phase.when,
            control=phase.control,
            names=frozenset(each.variant for each in phase.variants),
            interleaved=experiment.kind == "interleaving",
            pauses=tuple(phase.pauses),
            steps=tuple(each.at for each in phase.ramp),
            owned=tuple(edges(each.buckets) for each in phase.ramp),
            batches=tuple(each.at for each in batches),
            drawings=_drawings(experiment.experiment, phase, batches),
        )

    def covers(self, touchpoints: Collection[str] | None) -> bool:
        """Tell whether the variants could differ at one of these touchpoints, or with None anywhere."""
        return touchpoints is None or not self.touchpoints or not self.touchpoints.isdisjoint(touchpoints)

    def runs_at(self, now: int) -> bool:
        """Tell whether the phase had begun, and not ended, at a moment."""
        return self.began_at <= now and (self.ended_at is None or now < self.ended_at)

    def buckets_at(self, now: int) -> tuple[int, ...]:
        """Return the edges of the buckets that were owned at a moment."""
        place = bisect_right(self.steps, now)
        return self.owned[place - 1] if place else ()

    def drawing_at(self, now: int) -> Drawing:
        """Return by what units were drawn at a moment."""
        return self.drawings[max(bisect_right(self.batches, now) - 1, 0)]

    def paused_at(self, now: int) -> frozenset[str | None]:
        """Return the variants that were paused at a moment; None among them: the whole experiment."""
        if not self.pauses:
            return _NOTHING
        return frozenset(
            each.variant for each in self.pauses if each.at <= now and (each.until is None or now < each.until)
        )


_NOTHING: frozenset[str | None] = frozenset()


def _drawings(experiment: str, phase: Phase, batches: list[Allocation]) -> tuple[Drawing, ...]:
    names = [each.variant for each in phase.variants]
    if not batches:
        weights = [each.weight for each in phase.variants]
        return (Drawing.of(phase_salt(experiment, phase.number), names, weights),)
    return tuple(Drawing.of(batch_salt(experiment, phase.number, each.batch), names, each.weights) for each in batches)
