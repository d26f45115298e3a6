"""Brought: a rule that a touchpoint brings along with its own entry, such as a frequency cap."""

from collections.abc import Sequence
from dataclasses import dataclass

from slotwise.conditions import Condition
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


@dataclass(frozen=True)
class Brought:
    """Applies on its touchpoint, always and to everything."""

    id: str
    title: str
    does: Kind
    touchpoints: Sequence[str]
    when: Condition | None = None
    products: Condition | None = None
    contents: Condition | None = None
    schedule: Schedule | None = None
    strict: bool = False
    enabled: bool = True
    owner: str = ""
