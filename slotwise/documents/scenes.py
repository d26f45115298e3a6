"""Scenes: named situations that a person is in the middle of, what each chooses, and what it opens by itself."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from slotwise.conditions import CONTENTS, Condition, Reads
from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown
from slotwise.rulebook.columns import ContentColumns

_LATER = ("scene", "touchpoint")
"""Facts that are known only after the scene is."""


class Scene(Entry):
    """One scene: holds when its condition does; of those that hold the one with the highest priority is named."""

    name: ClassVar[str] = "scenes"
    key: ClassVar[str] = "scene"

    scene: str = Field(min_length=1, max_length=128)
    title: str = Field(default="", max_length=200)
    when: Annotated[Condition, Reads.of("context", "person", "state", "tags", "times", "days_since", "audience")]
    priority: int = Field(default=0, ge=-1_000_000, le=1_000_000)
    goal: str = Field(default="", max_length=128)
    """The event that the scene aims at, `convert`; empty leaves it to the touchpoint."""
    candidates: Annotated[Condition, CONTENTS] | None = None
    """What the scene chooses: contents for which this holds; without it, everything."""
    opens: list[str] = Field(default_factory=list, max_length=100)
    """Touchpoints that the scene opens by itself, such as the pop-up at the next login."""
    cool_down_hours: float = Field(default=0.0, ge=0, le=8_784)
    """Not again for so many hours after something that it opened was shown or sent away."""
    expiry_hours: float = Field(default=24.0, gt=0, le=8_784)
    """For how long what it opened may be shown: the answer says until when."""
    owner: str = Field(default="", max_length=100)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield facts that come after the scene, unknown touchpoints, and a scene without anything to show."""
        for each in sorted(self.when.names & set(_LATER)):
            detail = f"{each} is known only when the scene is, so that the scene would depend on itself"
            yield Problem("/when", "reference_circular", detail, "context.*, person.*, state.*, tags", each)
        for place, touchpoint in enumerate(self.opens):
            yield from _touchpoint(touchpoint, entries, world, ["opens", place])
        if self.candidates is not None and world.catalog is not None:
            yield from self._without_content(self.candidates, world)

    def _without_content(self, candidates: Condition, world: World) -> Iterator[Problem]:
        catalog = world.catalog
        assert catalog is not None
        chosen = candidates.over(ContentColumns(catalog))
        if not chosen.any():
            detail = f"no content fits what {self.scene} chooses: it would show nothing of its own"
            yield Problem("/candidates", "scene_without_content", detail, given=candidates.text, warning=True)
            return
        for place, touchpoint in enumerate(self.opens):
            code = catalog.touchpoint(touchpoint)
            if code >= 0 and not np.any(chosen & catalog.takes[code]):
                detail = f"nothing that {self.scene} chooses fits on {touchpoint}, which it opens"
                at = pointer("opens", place)
                yield Problem(at, "scene_without_content", detail, given=touchpoint, warning=True)


def _touchpoint(touchpoint: str, entries: Entries, world: World, at: list[str | int]) -> Iterator[Problem]:
    """The touchpoints of the configuration, and where it has none those of the catalogue."""
    if entries.get("touchpoints"):
        yield from unknown(touchpoint, "touchpoints", entries, at)
    elif world.catalog is not None and world.catalog.touchpoint(touchpoint) < 0:
        known: list[Any] = [each.touchpoint for each in world.catalog.touchpoints]
        yield Problem(pointer(*at), "reference_unknown", f"there is no touchpoint {touchpoint!r}", known, touchpoint)
