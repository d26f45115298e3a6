"""Processes: what persons go through step by step, such as ordering broadband; funnels are read of them."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from slotwise.documents import Entries, Entry, Problem, World
from slotwise.documents.metrics import picked
from slotwise.measures.measure import Pick
from slotwise.measures.naming import Group, Id, Owner, Title
from slotwise.measures.spans import Duration, TimeZone


class Step(Pick):
    """One step: the first event that fits, after the step before."""

    step: Id
    title: Title
    log: Literal["events"] = "events"


class Process(Entry):
    """The steps of one process in their order."""

    name: ClassVar[str] = "processes"
    key: ClassVar[str] = "process"
    reads_log: ClassVar[bool] = True

    process: Id
    title: Title
    steps: list[Step] = Field(min_length=2, max_length=20)
    per: Literal["visit", "person"] = "visit"
    """What goes through the steps: each visit, or each person from their first step on, over visits."""
    window: Duration = "1d"
    """How long after the first step the goal still belongs to it."""
    segments: list[Group] = Field(default_factory=list, max_length=12)
    """Facts of the first step by which segments are compared: `scene`, `person.plan_tier`, `context.channel` ..."""
    owner: Owner
    time_zone: TimeZone = "UTC"
    """Where its days begin."""

    @model_validator(mode="after")
    def _steps_have_names_of_their_own(self) -> "Process":
        names = [each.step for each in self.steps]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two steps have the same name: {', '.join(twice)}")
        return self

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield conditions that cannot be read of the log."""
        for place, step in enumerate(self.steps):
            yield from picked(step, "steps", place)
            if not step.types and step.when is None:
                yield Problem(f"/steps/{place}", "condition_missing", "a step needs a type of event or a condition")
