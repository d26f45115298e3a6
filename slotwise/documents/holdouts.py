"""Holdouts: shares of all units that no experiment ever touches, so that what experiments add up to can be measured."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from slotwise.documents import Entries, Entry, Problem, World, pointer
from slotwise.documents.trial import LIVE


class Holdout(Entry):
    """One global holdout, open from its beginning to its end (ms UTC); a unit is in it by a hash of its id."""

    name: ClassVar[str] = "holdouts"
    key: ClassVar[str] = "holdout"

    holdout: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    title: str = Field(default="", max_length=200)
    share: float = Field(gt=0, le=0.5)
    begins_at: int = Field(default=0, ge=0)
    ends_at: int | None = Field(default=None, ge=0)
    owner: str = Field(default="", max_length=100)

    @property
    def salt(self) -> str:
        """What the hash is mixed with."""
        return f"holdout:{self.holdout}"

    def open_at(self, now: int) -> bool:
        """Tell whether it holds anybody out at a moment (ms UTC)."""
        return self.begins_at <= now and (self.ends_at is None or now < self.ends_at)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield an end before the beginning."""
        if self.ends_at is not None and self.ends_at <= self.begins_at:
            detail = "the holdout ends before it begins"
            yield Problem("/ends_at", "out_of_range", detail, f"later than {self.begins_at}", self.ends_at)

    @classmethod
    def check_change(cls, before: Entries, after: Entries) -> Iterator[Problem]:
        """Yield holdouts that would hold others out than they did, and a warning of new ones beside what runs."""
        known, live = (
            before.get(cls.name, {}),
            any(each.status in LIVE for each in after.get("experiments", {}).values()),
        )
        for place, (name, holdout) in enumerate(after.get(cls.name, {}).items()):
            was = known.get(name)
            if was is None and live:
                detail = "units that are in running experiments leave them for this holdout"
                yield Problem(pointer(cls.name, place), "holdout_meets_running", detail, warning=True)
            for field in ("share", "begins_at"):
                if was is not None and getattr(was, field) != getattr(holdout, field):
                    detail = f"another {field} would hold out others than before: end this one and begin another"
                    at, held = pointer(cls.name, place, field), getattr(was, field)
                    yield Problem(at, "holdout_immutable", detail, held, getattr(holdout, field))
