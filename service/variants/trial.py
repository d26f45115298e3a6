"""Trial: what experiments made of one decision: its parts, and touchpoint by touchpoint what was placed by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.models import Serving
from service.variants.enrolling import Enrolment
from service.variants.recipes import Key
from slotwise.decision import Decision, Slate, Wanted


class Named(NamedTuple):
    """A variant, as answers and logs name it."""

    experiment: str
    variant: str


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One call of decide(): a model, what it was asked, and what it answered for some of the touchpoints.

    Every call is itself alone: parts are not compared by what is in them.

    `number` tells its seed (`seed_of`); `key` the variants that the model is made of, empty for the champion.
    """

    serving: Serving
    key: Key
    number: int
    wanted: Wanted
    decision: Decision


@dataclass(frozen=True, slots=True)
class Filled:
    """What one touchpoint shows. Places of contents are those of the catalogue of `part.serving`."""

    slate: Slate
    part: Part
    experiments: tuple[Named, ...] = ()
    other: Part | None = None
    """What it was interleaved with; `part` is control then."""
    teams: tuple[str | None, ...] = ()
    """By placement: the variant whose choice it is, where two are interleaved."""

    @property
    def serving(self) -> Serving:
        """What the slate's places belong to."""
        return self.part.serving

    @property
    def scene(self) -> str | None:
        """The scene that it was decided in."""
        return self.part.decision.scene


@dataclass(frozen=True, slots=True)
class Trial:
    """A decision that experiments have to do with, touchpoint by touchpoint in the order asked for."""

    enrolment: Enrolment
    answered: tuple[Filled, ...]

    @property
    def decision(self) -> Decision:
        """The whole as one decision: scene and policy are those of its first part."""
        parts = self.parts
        notes = tuple(dict.fromkeys(note for part in parts for note in part.decision.notes))
        first = parts[0].decision
        return Decision(first.scene, tuple(each.slate for each in self.answered), first.policy, notes)

    @property
    def parts(self) -> list[Part]:
        """All parts, in the order in which they were decided."""
        found = {part.number: part for each in self.answered for part in (each.part, each.other) if part is not None}
        return [found[number] for number in sorted(found)]

    @property
    def plain(self) -> bool:
        """Whether the champion answered alone, as without experiments."""
        return all(each.part.number == 0 and not each.part.key for each in self.answered)


def seed_of(decision_id: str, number: int) -> str:
    """Return what the seed of a part is made of: every part draws independently, the first one as without parts."""
    return decision_id if number == 0 else f"{decision_id}/{number}"


def label(named: Sequence[Named]) -> str:
    """Return variants as one text: `key:variant`, separated by commas; empty without any."""
    return ",".join(f"{each.experiment}:{each.variant}" for each in named)
