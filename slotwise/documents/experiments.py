"""Experiments: what is compared with what, on whom, judged by which metrics, and everything that happened to it.

What is asked (hypothesis, variants, metrics) is written by people. What happened (`status`, `phases`) is written by
the acts of slotwise/experiments/life.py alone: a phase is immutable but for its end, its ramp and its pauses.
"""

from collections.abc import Iterator
from typing import ClassVar

from slotwise.documents import Entries, Problem, World, pointer
from slotwise.documents.trial import (
    LIVE,
    Allocation,
    Guardrail,
    Judged,
    Kind,
    Name,
    Pause,
    Phase,
    Pinned,
    Range,
    Status,
    Step,
    Trial,
    Unit,
    Variant,
)
from slotwise.documents.trial_asked import asked_wrong
from slotwise.documents.trial_changes import changes_wrong
from slotwise.documents.trial_conflicts import conflicts
from slotwise.documents.trial_lived import lived_wrong
from slotwise.documents.trial_references import references_wrong

__all__ = [
    "LIVE", "Allocation", "Experiment", "Guardrail", "Judged", "Kind", "Name", "Pause", "Phase", "Pinned", "Range",
    "Status", "Step", "Unit", "Variant",
]  # fmt: skip


class Experiment(Trial):
    """One experiment."""

    name: ClassVar[str] = "experiments"
    key: ClassVar[str] = "experiment"

    @property
    def in_effect(self) -> "Experiment":
        """The experiment without the conditions of phases that are over: these may read what there no longer is."""
        over = [each if each.ended_at is None else each.model_copy(update={"when": None}) for each in self.phases]
        return self.model_copy(update={"phases": over})

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield variants that cannot be, references that lead nowhere, and a past that cannot have happened."""
        yield from asked_wrong(self)
        yield from lived_wrong(self)
        if self.status in ("draft", *LIVE):
            yield from references_wrong(self, entries, world)

    @classmethod
    def check_all(cls, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield buckets that two experiments own, or that should rest, and what two would change at once."""
        trials: list[Trial] = list(entries.get(cls.name, {}).values())
        for place, each in enumerate(trials):
            if each.status in LIVE:
                others = [*trials[:place], *trials[place + 1 :]]
                yield from (found._replace(pointer=pointer(cls.name, place)) for found in conflicts(each, others))

    @classmethod
    def check_change(cls, before: Entries, after: Entries) -> Iterator[Problem]:
        """Yield what changes a phase that has begun, or takes away what must be kept."""
        now = after.get(cls.name, {})
        places = {name: place for place, name in enumerate(now)}
        for name, was in before.get(cls.name, {}).items():
            at = pointer(cls.name, places[name]) if name in places else pointer(cls.name)
            yield from (each._replace(pointer=at + each.pointer) for each in changes_wrong(was, now.get(name)))
