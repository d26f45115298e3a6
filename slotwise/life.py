"""Life: the phases of the life cycle at work: points, tier, growth stage and stage of a person, from facts."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from slotwise.conditions import Facts
from slotwise.documents.life_cycle import Kind, Phase

_NUMBERS = (int, float)
"""A name of its own: what stands in a function is put together whenever it is called."""


@dataclass(frozen=True)
class Life:
    """The phases of a configuration, in the order written."""

    phases: tuple[Phase, ...] = ()

    def of(self, kind: Kind) -> tuple[Phase, ...]:
        """Return the phases of one kind, in their order; tiers from the one with most points down."""
        found = [each for each in self.phases if each.kind == kind]
        if kind == "tier":
            found.sort(key=lambda each: -(each.from_points or 0.0))
        return tuple(found)

    @cached_property
    def scores(self) -> tuple[Phase, ...]:
        """What gives points."""
        return self.of("score")

    @cached_property
    def compared(self) -> Mapping[str, frozenset[float]]:
        """The facts that give points, with the numbers that each is compared with."""
        facts = {each.fact for each in self.scores}
        return {
            fact: frozenset([one for each in self.scores if each.fact == fact for one in each.thresholds])
            for fact in facts
        }

    @cached_property
    def tiers(self) -> tuple[Phase, ...]:
        """Tiers, the highest first."""
        return self.of("tier")

    @cached_property
    def growths(self) -> tuple[Phase, ...]:
        """Growth stages."""
        return self.of("growth")

    @cached_property
    def stages(self) -> tuple[Phase, ...]:
        """Stages."""
        return self.of("stage")

    def points(self, facts: Facts) -> float | None:
        """Return the points of all scores together; None where nothing gives any."""
        if not self.scores:
            return None
        return float(sum([points_of(each, facts.get(each.fact)) for each in self.scores]))

    def tier(self, facts: Facts) -> str | None:
        """Return the highest tier that the points reach."""
        points = facts.get("state.points")
        if points is None:
            return None
        for each in self.tiers:
            if points >= (each.from_points or 0.0):
                return each.phase
        return None

    def growth(self, facts: Facts) -> str | None:
        """Return the first growth stage that holds."""
        return _first(self.growths, facts)

    def stage(self, facts: Facts) -> str | None:
        """Return the first stage whose entry holds and whose exit does not."""
        return _first(self.stages, facts)


def points_of(score: Phase, value: object) -> int:
    """Return how many thresholds a number reaches; a missing one reaches none."""
    if value is None or not isinstance(value, _NUMBERS) or value != value:
        return 0
    if score.less_is_more:
        return len(score.thresholds) - bisect_left(score.thresholds, value)
    return bisect_right(score.thresholds, value)


def _first(phases: Sequence[Phase], facts: Facts) -> str | None:
    return next((each.phase for each in phases if _holds(each, facts)), None)


def _holds(phase: Phase, facts: Facts) -> bool:
    entered = phase.entry is not None and phase.entry.holds(facts)
    return entered and not (phase.exit is not None and phase.exit.holds(facts))
