"""Kinds of rules: what an operator's rule can do, one kind a file.

A kind's fields are the rule's parameters, checked when they are written; `effect` turns them and the contents that the
rule is about into one of the effects that the engine knows. A file in this room is found by itself.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from slotwise.catalog import Catalog
from slotwise.discovery import members
from slotwise.rulebook.effects import Effect, Mask
from slotwise.schedule import Schedule


class Kind(BaseModel, ABC):
    """The parameters of one kind of rule."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: ClassVar[str]

    @abstractmethod
    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Effect:
        """Return what the rule does; `matched` bool (n_contents,) marks the contents that it is about."""

    def to_json(self) -> dict[str, Any]:
        """Return the parameters that are not at their defaults."""
        return self.model_dump(mode="json", exclude_defaults=True)


def kinds() -> dict[str, type[Kind]]:
    """Return every kind of rule of this room by name."""
    return members(__name__, Kind)  # type: ignore[type-abstract]
