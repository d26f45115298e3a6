"""Touchpoints: named surfaces with slots: what they take, whom they are for, when they are open, how they explore."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from slotwise import touchpoints
from slotwise.catalog import Catalog
from slotwise.conditions import Condition
from slotwise.documents import Entries, Entry, Problem, World, pointer
from slotwise.documents.scenes import Scene
from slotwise.errors import ConfigError
from slotwise.events import is_event_type
from slotwise.person import SHOWN
from slotwise.policies import policy_from_json
from slotwise.rulebook.brought import Brought
from slotwise.rulebook.kinds.diversity import Diversity
from slotwise.rulebook.kinds.frequency_cap import FrequencyCap
from slotwise.schedule import Schedule

Id = Annotated[str, Field(min_length=1, max_length=128)]


class Touchpoint(Entry):
    """One touchpoint."""

    name: ClassVar[str] = "touchpoints"
    key: ClassVar[str] = "touchpoint"

    touchpoint: Id
    slots: int = Field(default=1, ge=1, le=100)
    channel: str = Field(default="", max_length=128)
    page: str = Field(default="", max_length=128)
    title: str = Field(default="", max_length=200)
    kinds: list[Id] = Field(default_factory=list, max_length=100)
    """Kinds of content that it takes; any if empty."""
    goal: str = Field(default="click", max_length=128)
    """The event that counts as success."""
    attribution_window_s: int = Field(default=86_400, ge=1, le=366 * 86_400)
    fallback: list[Id] = Field(default_factory=list, max_length=200)
    """Contents that are safe to show, best first: what answers when nothing else can."""
    scenes: list[str] = Field(default_factory=list, max_length=100)
    """Named scenes in which the touchpoint opens by itself; empty means that it does not depend on a scene."""
    per_category: int = Field(default=0, ge=0)
    """Most placements of one category; 0 means no limit."""
    when: Condition | None = None
    """For which person, scene and context it is open; for all others it answers with nothing, and why."""
    schedule: Schedule | None = None
    """When it is open."""
    explore: float | None = Field(default=None, ge=0, le=1)
    """Share of slates that are drawn instead of sorted; without it, what the model was trained to."""
    policy: dict[str, Any] | None = Field(default=None, max_length=20)
    """Name and parameters of the policy that draws its slates, such as {"policy": "thompson", "prior": 200}; without it
    the model's own. `explore` above, where it is given, is the share that this policy draws."""
    caps: list[FrequencyCap] = Field(default_factory=list, max_length=20)
    """Frequency caps of this touchpoint."""
    owner: str = Field(default="", max_length=100)

    def rules(self) -> list[Brought]:
        """Return the rules that it brings along: `<touchpoint>#cap-1` and so on, and `<touchpoint>#variety`."""
        here = [self.touchpoint]
        caps = [
            Brought(f"{self.touchpoint}#cap-{place}", f"frequency cap of {self.touchpoint}", cap, here)
            for place, cap in enumerate(self.caps, start=1)
        ]
        if not self.per_category:
            return caps
        variety = Diversity(most=self.per_category)
        return [*caps, Brought(f"{self.touchpoint}#variety", f"variety of {self.touchpoint}", variety, here)]

    def surface(self) -> touchpoints.Touchpoint:
        """Return what the catalogue holds of it."""
        return touchpoints.Touchpoint(
            self.touchpoint, self.slots, self.channel, self.page, self.title, tuple(self.kinds), self.goal,
            self.attribution_window_s, tuple(self.fallback), tuple(self.scenes), self.per_category,
        )  # fmt: skip

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield an unknown goal, scenes and contents that there are not, and caps beyond what a state remembers."""
        if not is_event_type(self.goal):
            yield Problem("/goal", "event_unknown", f"there is no event {self.goal!r}", given=self.goal)
        if self.policy is not None:
            try:
                policy_from_json(self.policy)
            except ConfigError as error:
                yield Problem("/policy", "policy_unreadable", error.detail, error.expected, self.policy)
        scenes: Mapping[str, Scene] = entries.get(Scene.name, {})
        for place, each in enumerate(self.scenes if scenes else ()):
            if each not in scenes:
                detail = f"there is no scene {each!r}"
                yield Problem(pointer("scenes", place), "reference_unknown", detail, sorted(scenes), each)
        for place, cap in enumerate(self.caps):
            if cap.on != "clicked" and cap.most > SHOWN:
                detail = f"a state remembers the last {SHOWN} exposures, so the cap would never close"
                yield Problem(pointer("caps", place, "most"), "cap_beyond_memory", detail, f"at most {SHOWN}", cap.most)
        if world.catalog is not None:
            yield from self._contents(world.catalog)

    def _contents(self, catalog: Catalog) -> Iterator[Problem]:
        known, contents = set(catalog.contents.kinds), catalog.contents
        for place, kind in enumerate(self.kinds):
            if kind not in known:
                detail = f"no content is of the kind {kind!r}"
                yield Problem(pointer("kinds", place), "kind_unknown", detail, sorted(known), kind, warning=True)
        for place, each in enumerate(self.fallback):
            found = contents.ids.find(each)
            if found < 0:
                detail = f"there is no content {each!r}"
                yield Problem(pointer("fallback", place), "reference_unknown", detail, "a content", each)
            elif self.kinds and contents.kinds[contents.kind[found]] not in self.kinds:
                detail = f"{each} is a {contents.kinds[contents.kind[found]]}, which the touchpoint does not take"
                yield Problem(pointer("fallback", place), "kind_not_taken", detail, self.kinds, each)
        if not self.fallback:
            detail = "without a list of its own the touchpoint answers with nothing when rules close everything"
            yield Problem("/fallback", "fallback_missing", detail, "some contents", [], warning=True)
