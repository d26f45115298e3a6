"""Scenes: named situations that a person is in the middle of, found from facts by written conditions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slotwise.conditions import Condition, Facts
from slotwise.errors import ConditionError


@dataclass(frozen=True)
class Scene:
    """A named situation: holds when its condition does; the highest priority wins."""

    scene: str
    title: str
    when: Mapping[str, Any]
    priority: int = 0

    @cached_property
    def holds(self) -> Callable[[Facts], bool]:
        """The compiled condition."""
        return Condition.of(self.when).holds


@dataclass(frozen=True)
class Scenes:
    """All scenes of an installation, the most urgent first."""

    ordered: tuple[Scene, ...] = ()

    @classmethod
    def from_json(cls, documents: Iterable[Mapping[str, Any]]) -> "Scenes":
        """Read scenes.json; every condition is compiled, so that a wrong one is found now. Raises ConditionError."""
        try:
            scenes = [
                Scene(each["scene"], each.get("title", ""), each["when"], each.get("priority", 0)) for each in documents
            ]
        except KeyError as error:
            raise ConditionError(f"a scene lacks {error}", expected=["scene", "when"]) from error
        for scene in scenes:
            Condition.of(scene.when)
        return cls(tuple(sorted(scenes, key=lambda each: (-each.priority, each.scene))))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the documents again."""
        return [
            {"scene": each.scene, "title": each.title, "when": dict(each.when), "priority": each.priority}
            for each in self.ordered
        ]

    def detect(self, facts: Facts) -> str | None:
        """Return the name of the most urgent scene that holds, or None."""
        return next((each.scene for each in self.ordered if each.holds(facts)), None)
