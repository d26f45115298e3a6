"""Audiences: sets of persons by a condition, with the share that is held out and how often one may be approached."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from slotwise.conditions import CONTENTS, Condition, Reads
from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown
from slotwise.events import EventType

CALLS = ("audience", "held_out")
"""The calls by which a condition asks whether the person is in an audience, and whether they are held out."""
_MOST_DAYS = 730
Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=128)]], Field(max_length=1_000)]


class Contact(BaseModel):
    """How often a person may be given out: at most `most` times, in all audiences together, within `days`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    most: int = Field(ge=0, le=1_000)
    days: float = Field(gt=0, le=_MOST_DAYS)


class Goal(BaseModel):
    """What counts as success: an event of this type, inside so many days after the export.

    Without `products` those of the campaign count; without a campaign, all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    event: str = Field(default=EventType.CONVERT.value, pattern=r"^(view|click|start|step|leave|convert|x\..{1,60})$")
    days: float = Field(default=14.0, gt=0, le=_MOST_DAYS)
    products: Annotated[Condition, CONTENTS] | None = None


class Audience(Entry):
    """One audience. A person is in it when `when` is true of them and they are not held out."""

    name: ClassVar[str] = "audiences"
    key: ClassVar[str] = "audience"

    audience: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    title: str = Field(default="", max_length=200)
    when: Annotated[Condition, Reads.of("person", "state", "tags")]
    """About the person alone: what a request brings along is not known of everybody."""
    holdout: float = Field(default=0.0, ge=0, le=1)
    """Share of persons who are left without treatment, by a hash of their id: always the same ones."""
    salt: str = Field(default="", max_length=128)
    """What the hash is mixed with; empty: the audience's name. Audiences with one salt hold the same persons out."""
    products: Ids = Field(default_factory=list)
    contents: Ids = Field(default_factory=list)
    """What the campaign is about: the service does not show it to held-out persons."""
    withhold: Literal["members", "everybody"] = "members"
    """Whom of the held-out it is kept from: those of whom `when` is true at that moment, or all whom anything is
    known of: right when nobody but the audience is to see it, and needed where `when` stops being true with time."""
    contact: Contact | None = None
    goal: Goal = Goal()
    owner: str = Field(default="", max_length=100)

    @cached_property
    def chance_salt(self) -> str:
        """The salt of the hash that holds persons out."""
        return f"audience:{self.salt or self.audience}"

    @property
    def asks(self) -> frozenset[str]:
        """Other audiences that the condition asks for."""
        return frozenset(str(each.arguments[0]) for each in self.when.calls if each.name in CALLS)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield references that lead nowhere, and what would hardly be meant."""
        for each in sorted(self.asks):
            yield from unknown(each, self.name, entries, ["when"])
        if world.catalog is not None:
            known = {"products": world.catalog.products.ids, "contents": world.catalog.contents.ids}
            for field, ids in known.items():
                for place, each in enumerate(getattr(self, field)):
                    if ids.find(each) < 0:
                        detail = f"there is no such entry among the {field}: {each!r}"
                        yield Problem(pointer(field, place), "reference_unknown", detail, given=each)
        yield from self._oddities()

    def _oddities(self) -> Iterator[Problem]:
        if self.holdout and not (self.products or self.contents):
            detail = "persons are held out, but it is not said of what: the service shows them everything"
            yield _odd("/holdout", "holdout_of_nothing", detail, "products or contents", self.holdout)
        if self.holdout == 1:
            yield _odd("/holdout", "holdout_of_all", "everybody is held out", "less than 1", self.holdout)
        if self.contact is not None and self.contact.most == 0:
            yield _odd("/contact/most", "contact_never", "nobody may be approached", "at least 1", 0)
        if not self.when.names and not self.when.calls:
            detail = "the condition reads nothing of a person: it is true of everybody, or of nobody"
            yield _odd("/when", "audience_matches_everybody", detail, "a condition over person, state or tags", None)

    @classmethod
    def check_all(cls, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield every audience that depends on itself."""
        audiences: Mapping[str, Audience] = entries.get(cls.name, {})
        for place, name in enumerate(audiences):
            circle = circle_of(name, audiences)
            if circle:
                detail = f"the audience depends on itself: {' -> '.join(circle)}"
                yield Problem(pointer(cls.name, place, "when"), "reference_circular", detail, given=list(circle))


def circle_of(name: str, audiences: Mapping[str, Audience]) -> tuple[str, ...]:
    """Return the way from an audience over those that it asks for back to itself, empty when there is none."""
    ways, seen = list[tuple[str, ...]]([(name,)]), set[str]()
    while ways:
        way = ways.pop()
        for each in sorted(audiences[way[-1]].asks if way[-1] in audiences else ()):
            if each == name:
                return (*way, each)
            if each not in seen:
                seen.add(each)
                ways.append((*way, each))
    return ()


def _odd(at: str, code: str, detail: str, expected: object, given: object) -> Problem:
    return Problem(at, code, detail, expected, given, warning=True)
