"""Tags: what a person's own behaviour says about them, each declared as events of a class, counted in a window."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from slotwise.conditions import Condition, Reads
from slotwise.documents import Entries, Entry, Problem, World, unknown

Behaviour = Literal["browsed", "started", "left", "finished", "returned"]
Status = Literal["proposed", "approved", "live", "retired"]

NEXT: Mapping[Status, tuple[Status, ...]] = {
    "proposed": ("approved", "retired"),
    "approved": ("live", "proposed", "retired"),
    "live": ("retired",),
    "retired": ("proposed",),
}
"""Where a tag may go from each status; only a live one counts."""
_FIRST: tuple[Status, ...] = ("proposed", "approved", "live")
"""How a tag may come into a configuration: proposed, or as a world's seeds and imports bring it, which is told."""
_EVER = 365.0
_LATER = ("tags", "scene", "touchpoint", "state.stage")
"""Facts that are made from tags, or after them."""


class Tag(Entry):
    """One tag; it says which events, of which business, how many in how long, and for how long it is held then."""

    name: ClassVar[str] = "tags"
    key: ClassVar[str] = "tag"

    tag: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    title: str = Field(default="", max_length=200)
    behaviour: Behaviour
    """browsed: views and clicks · started: starts · left: leaves that no conversion followed · finished: conversions ·
    returned: a touch after a pause of more than half an hour, or a search."""
    category: str = ""
    """The business: a category ..."""
    products: Annotated[Condition, Reads.of("product")] | None = None
    """... or the products of a predicate ..."""
    process: str = ""
    """... or those of a process; without any of the three, all products."""
    window_days: float = Field(gt=0, le=730)
    """Time in which the events must lie."""
    threshold: int = Field(default=1, ge=1, le=1_000)
    """How many events there must be."""
    expiry_days: float = Field(gt=0, le=730)
    """How long the tag is held after the event that reached the threshold last."""
    owner: str = Field(default="", max_length=100)
    status: Status = "proposed"
    when: Annotated[Condition, Reads.of("person", "state")] | None = None
    """What must hold of the person besides, at the time of the question."""

    @model_validator(mode="after")
    def _one_business(self) -> "Tag":
        if sum(bool(each) for each in (self.category, self.products, self.process)) > 1:
            raise ValueError("a tag has one business: a category, a predicate over products, or a process")
        return self

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield unknown businesses, circular references and what would hardly be meant."""
        categories = None if world.catalog is None else world.catalog.products.categories
        if self.category and categories is not None and self.category not in categories:
            detail = f"no product is of the category {self.category!r}"
            yield Problem("/category", "category_unknown", detail, sorted(categories), self.category)
        if self.process:
            yield from unknown(self.process, "processes", entries, ["process"])
        yield from self._circles()
        yield from self._oddities()

    def _circles(self) -> Iterator[Problem]:
        names = self.when.names if self.when is not None else frozenset[str]()
        for each in sorted(names & set(_LATER)):
            detail = f"{each} is made from tags, so that a tag that reads it would depend on itself"
            yield Problem("/when", "reference_circular", detail, "person.* and state.* without state.stage", each)

    def _oddities(self) -> Iterator[Problem]:
        if self.expiry_days < self.window_days and self.threshold > 1:
            window = f"{self.window_days:g}"
            detail = f"the tag ends after {self.expiry_days:g} days though its events count for {window}"
            yield _odd("/expiry_days", "expiry_before_window", detail, f"at least {window}", self.expiry_days)
        if self.matches_everybody:
            detail = "everybody who ever came by holds this tag: it tells nobody apart"
            yield _odd("/threshold", "tag_matches_everybody", detail, "a business, a threshold or a shorter time", None)

    @property
    def matches_everybody(self) -> bool:
        """Whether everybody who ever came by must hold the tag, by its definition alone."""
        anything = not (self.category or self.products or self.process or self.when)
        return anything and self.behaviour == "browsed" and self.threshold == 1 and self.expiry_days >= _EVER

    @classmethod
    def check_change(cls, before: Entries, after: Entries) -> Iterator[Problem]:
        """Yield every tag that would jump in its life, or is taken away while it is live; pointers are absolute.

        Going back to an earlier revision is no such change.
        """
        old: Mapping[str, Tag] = before.get(cls.name, {})
        new: Mapping[str, Tag] = after.get(cls.name, {})
        for place, (tag, entry) in enumerate(new.items()):
            was = old[tag].status if tag in old else None
            allowed = _FIRST if was is None else (was, *NEXT[was])
            if entry.status not in allowed:
                detail = f"{tag} is {was or 'new'} and cannot become {entry.status}"
                yield Problem(f"/tags/{place}/status", "transition_unknown", detail, list(allowed), entry.status)
            elif was is None and old and entry.status != _FIRST[0]:
                detail = f"{tag} is new and {entry.status} at once: nobody has proposed it here"
                yield _odd(f"/tags/{place}/status", "transition_skipped", detail, _FIRST[0], entry.status)
        for tag in old:
            if tag not in new and old[tag].status == "live":
                detail = f"{tag} is live: it has to be retired before it is taken away"
                yield Problem("/tags", "transition_unknown", detail, "retired", "absent")


def _odd(pointer: str, code: str, detail: str, expected: Any, given: Any) -> Problem:
    return Problem(pointer, code, detail, expected, given, warning=True)
