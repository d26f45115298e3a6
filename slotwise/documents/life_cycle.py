"""Life cycle: stages with entry and exit, tiers by recency, frequency and money, growth stages by age.

One document of phases of four kinds. A `score` gives points to a number: one for each of its thresholds that is
reached; the points of all scores together are `state.points`. A `tier` begins at so many points, a `growth` stage
and a `stage` hold by conditions; of each of these kinds a person is in one phase at most, the first in order.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from slotwise.conditions import Condition, Reads
from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown

Kind = Literal["stage", "tier", "growth", "score"]
READS: Mapping[str, frozenset[str]] = {
    "score": frozenset({"state.points", "state.tier", "state.growth", "state.stage", "tags"}),
    "growth": frozenset({"state.growth", "state.stage", "tags"}),
    "stage": frozenset({"state.stage"}),
}
"""Facts that come after the phases of a kind, so that these may not read them."""
_STATE = Reads.of("person", "state", "tags")
_FIELDS: Mapping[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stage": (("entry",), ("exit", "action")),
    "tier": (("from_points",), ("action",)),
    "growth": (("entry",), ("action",)),
    "score": (("fact", "thresholds"), ("less_is_more",)),
}
"""What each kind needs, and what it may have besides."""
_OWN = ("entry", "exit", "action", "from_points", "fact", "thresholds", "less_is_more")


class Action(BaseModel):
    """What is done about persons in a phase: a note of what to do, and what of the configuration does it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    note: str = Field(default="", max_length=1_000)
    rule: str = ""
    audience: str = ""
    touch_within_days: float | None = Field(default=None, gt=0, le=366)
    """Days inside which the person should be spoken to."""


class Phase(Entry):
    """One stage, tier, growth stage or score."""

    name: ClassVar[str] = "life_cycle"
    key: ClassVar[str] = "phase"

    phase: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    kind: Kind
    title: str = Field(default="", max_length=200)
    entry: Annotated[Condition, _STATE] | None = None
    """Holds of whoever is in the phase ..."""
    exit: Annotated[Condition, _STATE] | None = None
    """... unless this holds."""
    from_points: float | None = None
    """Fewest points of the tier."""
    fact: str = ""
    """The number that gets points, `state.spend`; a missing one gets none."""
    thresholds: list[float] = Field(default_factory=list, max_length=100)
    less_is_more: bool = False
    """Whether a threshold is reached from above: for days since something."""
    action: Action | None = None
    owner: str = Field(default="", max_length=100)

    @model_validator(mode="after")
    def _its_own_fields(self) -> "Phase":
        needed, besides = _FIELDS[self.kind]
        given = {each for each in _OWN if each in self.model_fields_set}
        if missing := [each for each in needed if each not in given]:
            raise ValueError(f"a {self.kind} needs {', '.join(missing)}")
        if strange := sorted(given - {*needed, *besides}):
            raise ValueError(f"a {self.kind} has no {', '.join(strange)}")
        if self.thresholds != sorted(set(self.thresholds)):
            raise ValueError("thresholds stand in rising order, each once")
        return self

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield facts that are made from the phase itself, and references that lead nowhere."""
        later = READS.get(self.kind, frozenset[str]())
        for field, names in self._read():
            for each in sorted(names & later):
                detail = f"{each} comes after a {self.kind}, so that {self.phase} would depend on itself"
                yield Problem(pointer(field), "reference_circular", detail, given=each)
        if self.kind == "score" and not self.fact.startswith("state."):
            yield Problem("/fact", "field_unknown", "points are given to a fact of the state", "state.*", self.fact)
        if self.action is not None:
            for kind, name in (("rules", self.action.rule), ("audiences", self.action.audience)):
                if name:
                    yield from unknown(name, kind, entries, ["action", kind.removesuffix("s")])

    def _read(self) -> list[tuple[str, frozenset[str]]]:
        read = [("entry", self.entry), ("exit", self.exit)]
        found = [(field, condition.names) for field, condition in read if condition is not None]
        return [*found, ("fact", frozenset({self.fact}))] if self.fact else found

    @classmethod
    def check_all(cls, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield stages that nobody can be in because one before them takes all, and tiers that begin alike."""
        phases: Mapping[str, Phase] = entries.get(cls.name, {})
        seen: dict[tuple[str, str], str] = {}
        for place, each in enumerate(phases.values()):
            if each.kind == "score":
                continue
            sign = f"{each.from_points}" if each.entry is None else each.entry.text
            first = seen.setdefault((each.kind, sign), each.phase)
            if first != each.phase:
                detail = f"whoever is in {each.phase} is in {first} too, which stands first and wins"
                yield Problem(pointer(cls.name, place), "phases_contradict", detail, given=sign, warning=True)
