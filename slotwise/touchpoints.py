"""Touchpoint: a named surface with slots, the kinds of content it takes and what it aims at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from slotwise.errors import CatalogError


@dataclass(frozen=True)
class Touchpoint:
    """One surface. `kinds` empty means any kind of content; `fallback` lists content ids, best first."""

    touchpoint: str
    slots: int = 1
    channel: str = ""
    page: str = ""
    title: str = ""
    kinds: tuple[str, ...] = ()
    goal: str = "click"
    attribution_window_s: int = 86_400
    fallback: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    """Named scenes in which the touchpoint opens by itself; empty means that it does not depend on a scene."""
    per_category: int = 0
    """Most placements of one category on this touchpoint; 0 means no limit."""

    retired: bool = False
    """Whether it is no longer configured: it keeps its place, because the counts of a model are told by place."""

    def __post_init__(self) -> None:
        if not self.touchpoint or self.slots < 1:
            raise CatalogError(
                f"touchpoint {self.touchpoint!r} needs an id and at least one slot",
                expected="a name and slots >= 1",
                given=self.slots,
            )

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Touchpoint":
        """Read one entry of touchpoints.json; keys that are not options are left to other readers.

        Raises CatalogError without an id or with a slot count that is not a number.
        """
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in document.items() if key in known
        }
        try:
            return cls(**values)
        except TypeError as error:
            raise CatalogError(f"a touchpoint cannot be read: {error}", given=dict(document)) from error

    def to_json(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        return asdict(self)


def merged(before: Sequence[Touchpoint], written: Iterable[Touchpoint]) -> tuple[Touchpoint, ...]:
    """Return the touchpoints as they are written now: known ones in their places, new ones behind, the rest retired."""
    left = {each.touchpoint: each for each in written}
    kept = [left.pop(each.touchpoint, replace(each, retired=True)) for each in before]
    return (*kept, *left.values())
