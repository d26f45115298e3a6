"""Prepared: everything that a request needs to know of the experiments, as one value that is swapped as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.models import Serving
from service.variants.recipes import Key, Served
from slotwise.experiments.assigned import Assigned
from slotwise.experiments.assignment import Plan


@dataclass(frozen=True)
class Way:
    """What answers for a combination of variants; `serving` None: the champion."""

    serving: Serving | None = None
    key: Key = ()
    """The variants that it is really made of."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """By experiment whose variant cannot answer: the variant that does in its place, empty for the champion."""


CHAMPION = Way()


@dataclass(frozen=True)
class Prepared:
    """The experiments of one configuration on one worker."""

    plan: Plan = field(default_factory=Plan)
    phases: tuple[Served, ...] = ()
    """Those that a decision can be part of, the one that began first first."""
    left_out: frozenset[Served] = frozenset()
    """Those of which no variant has a model of its own here: there would be too many of them."""
    ways: Mapping[Key, Way] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether a request has anything to do with experiments."""
        return bool(self.plan.phases or self.plan.holdouts)

    def covering(self, touchpoint: str, assigned: Mapping[tuple[str, int], Assigned]) -> list[tuple[Served, Assigned]]:
        """Return the phases that a touchpoint is part of and the unit is enrolled in, in their order."""
        return [
            (phase, found)
            for phase in self.phases
            if (found := assigned.get((phase.experiment, phase.phase))) is not None
            and found.served
            and (not phase.touchpoints or touchpoint in phase.touchpoints)
        ]

    def way(self, chosen: Sequence[tuple[Served, str]]) -> Way:
        """Return what answers where these variants of phases, in their order, meet."""
        key: Key = tuple(step for phase, variant in chosen if (step := phase.step(variant)) is not None)
        if not key:
            return CHAMPION
        # Variants that were forced can meet where no unit ever does.
        return self.ways.get(key) or self._without(chosen)

    def _without(self, chosen: Sequence[tuple[Served, str]]) -> Way:
        """Return the way without the phases that cannot be served together with the ones that began before them."""
        kept, instead = list[tuple[Served, str]](), dict[str, str]()
        for phase, variant in chosen:
            step = phase.step(variant)
            key = tuple(each for other, name in kept if (each := other.step(name)) is not None)
            if step is None or ((*key, step) in self.ways and phase not in self.left_out):
                kept.append((phase, variant))
            else:
                instead[phase.experiment] = phase.control if phase.step(phase.control) is None else ""
        found = self.way(kept)
        return replace(found, instead={**found.instead, **instead})
