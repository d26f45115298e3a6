"""Documents: what an operator configures, as lists of entries, one kind of document a file.

An entry is checked by itself when it is read (types, ranges, unknown fields, expressions), and within the whole
configuration afterwards (references, contradictions). A file in this room is found by itself;
`seeds/<world>/<name>.json` holds what a new installation begins with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from slotwise.discovery import members

if TYPE_CHECKING:
    from slotwise.catalog import Catalog
    from slotwise.facets import Facets


class Problem(NamedTuple):
    """What is wrong with a configuration, and where: `pointer` is a JSON pointer, such as `/rules/3/when`.

    A `warning` does not keep a configuration from taking effect, but is told before it does. `entry` is the id of the
    entry that the pointer leads into, where it leads into one: nobody counts to the 37th.
    """

    pointer: str
    code: str
    detail: str
    expected: Any = None
    given: Any = None
    warning: bool = False
    entry: str = ""


@dataclass(frozen=True)
class World:
    """What documents are checked against: the live catalogue and the facts that are known; None before a model is."""

    catalog: "Catalog | None" = None
    facets: "Facets | None" = None


class Entry(BaseModel):
    """One entry of a document; its fields are what can be written, `key` names the field that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    name: ClassVar[str]
    """Name of the kind of document: `rules`, `tags` ..."""
    key: ClassVar[str]
    reads_log: ClassVar[bool] = False
    """Whether conditions are about rows of the log, with names of their own, and not about a person's facts."""

    @property
    def id(self) -> str:
        """The entry's own name, unique in its document."""
        return str(getattr(self, self.key))

    @property
    def in_effect(self) -> "Entry":
        """What of the entry is in effect: conditions of what is over may read what there no longer is."""
        return self

    def check(self, entries: "Entries", world: World) -> Iterator[Problem]:
        """Yield what is wrong with this entry among the others; pointers are relative to the entry (`/when`)."""
        yield from ()

    @classmethod
    def check_all(cls, entries: "Entries", world: World) -> Iterator[Problem]:
        """Yield what is wrong with the document as a whole; pointers are absolute."""
        yield from ()

    @classmethod
    def check_change(cls, before: "Entries", after: "Entries") -> Iterator[Problem]:
        """Yield what may not follow on the configuration in effect; pointers are absolute."""
        yield from ()

    def to_json(self) -> dict[str, Any]:
        """Return the entry as it can be written again, without what has its default."""
        return self.model_dump(mode="json", exclude_defaults=True)


Entries = Mapping[str, Mapping[str, Any]]
"""All entries of a configuration: by kind of document, then by id, in the order written."""


def kinds() -> dict[str, type[Entry]]:
    """Return every kind of document of this room by name."""
    return members(__name__, Entry)


def pointer(*parts: str | int) -> str:
    """Return a JSON pointer (RFC 6901) of these parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def unknown(reference: str, kind: str, entries: Entries, at: Sequence[str | int]) -> Iterator[Problem]:
    """Yield a problem unless `reference` is an entry of a kind of document."""
    if reference not in entries.get(kind, {}):
        known = sorted(entries.get(kind, {}))
        yield Problem(
            pointer(*at), "reference_unknown", f"there is no {reference!r} among the {kind}", known, reference
        )
