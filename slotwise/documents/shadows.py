"""Shadows: versions that score live requests beside the champion, unseen, within a share of one core."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from slotwise.documents import Entries, Entry, Problem
from slotwise.documents.experiments import Pinned


class Shadow(Entry):
    """One shadow. Starting it is writing it, stopping it is taking it away: every revision tells who did."""

    name: ClassVar[str] = "shadows"
    key: ClassVar[str] = "shadow"

    shadow: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")
    """The version, or the alias, that was asked for."""
    pinned: Pinned
    """The bundle that it meant when the shadow began."""
    budget: float = Field(gt=0, le=1)
    """Share of one core that it may use on each machine."""
    began_at: int = Field(ge=0)
    """ms UTC."""

    @classmethod
    def check_all(cls, entries: Entries, world: object) -> Iterator[Problem]:
        """Yield a second shadow: two would share what is meant for one, and neither would be measured."""
        found: Mapping[str, Shadow] = entries.get(cls.name, {})
        if len(found) > 1:
            yield Problem("/shadows/1", "shadows_too_many", "one version at a time is a shadow", 1, len(found))
