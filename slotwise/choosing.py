"""Choosing: the rules by which only what a scene chooses is shown where the scene opens a touchpoint by itself.

They are made from the scenes, stand beside the operators' own rules and act inside the draw like these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from slotwise.conditions import Condition
from slotwise.conditions.writing import quoted
from slotwise.documents.scenes import Scene
from slotwise.rulebook.kinds.allow_only import AllowOnly
from slotwise.schedule import Schedule


@dataclass(frozen=True)
class Chosen:
    """The rule of one scene, as a rulebook reads it."""

    scene: Scene
    enabled: ClassVar[bool] = True
    strict: ClassVar[bool] = False
    products: ClassVar[Condition | None] = None
    schedule: ClassVar[Schedule | None] = None

    @property
    def id(self) -> str:
        """Its own name, which no operator can give: it has a space."""
        return f"choice of {self.scene.scene}"

    @property
    def title(self) -> str:
        """What it is for, in a line."""
        return f"where {self.scene.scene} opens a touchpoint, only what the scene chooses"

    @property
    def touchpoints(self) -> list[str]:
        """Where it applies."""
        return self.scene.opens

    @cached_property
    def when(self) -> Condition:
        """In which situation it applies."""
        return Condition.of(f"scene == {quoted(self.scene.scene)}")

    @property
    def contents(self) -> Condition | None:
        """What the scene chooses."""
        return self.scene.candidates

    @property
    def does(self) -> AllowOnly:
        """What it does."""
        return AllowOnly()


def choosing(scenes: Iterable[Scene]) -> tuple[Chosen, ...]:
    """Return the rules of those scenes that choose something and open something."""
    return tuple(Chosen(each) for each in scenes if each.candidates is not None and each.opens)
