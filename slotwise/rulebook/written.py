"""Written: what the rulebook reads of an operator's entries, whatever document they stand in."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from slotwise.conditions import Condition
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class WrittenRule(Protocol):
    """One rule as it was written."""

    @property
    def id(self) -> str:
        """Its own name."""

    @property
    def title(self) -> str:
        """What it is for, in a line."""

    @property
    def enabled(self) -> bool:
        """Whether it is in force at all."""

    @property
    def strict(self) -> bool:
        """Whether it holds for a touchpoint's own safety list even when nothing else is left."""

    @property
    def touchpoints(self) -> Sequence[str]:
        """Where it applies; everywhere if empty."""

    @property
    def when(self) -> Condition | None:
        """For whom and in which situation it applies."""

    @property
    def products(self) -> Condition | None:
        """Which products it is about; all without it."""

    @property
    def contents(self) -> Condition | None:
        """Which contents it is about; all without it."""

    @property
    def schedule(self) -> Schedule | None:
        """When it applies."""

    @property
    def does(self) -> Kind:
        """Its kind, with the parameters."""


class WrittenTouchpoint(Protocol):
    """What of a touchpoint decides whether it is open, and how it explores."""

    @property
    def id(self) -> str:
        """Its own name."""

    @property
    def when(self) -> Condition | None:
        """For whom and in which situation it is open."""

    @property
    def schedule(self) -> Schedule | None:
        """When it is open."""

    @property
    def explore(self) -> float | None:
        """Share of its slates that are drawn instead of sorted; None leaves it to the model."""

    @property
    def policy(self) -> Mapping[str, Any] | None:
        """Name and parameters of the policy that draws its slates; None leaves it to the model."""

    def rules(self) -> "Sequence[WrittenRule]":
        """Return the rules that it brings along, such as its frequency caps."""
