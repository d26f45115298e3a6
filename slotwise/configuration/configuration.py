"""Configuration: all documents of an installation together; they are read, checked and changed as a whole."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import orjson

from slotwise.configuration.checking import problems
from slotwise.configuration.naming import named
from slotwise.configuration.reading import read
from slotwise.documents import Entry, Problem, World, kinds
from slotwise.errors import ConfigurationError

E = TypeVar("E", bound=Entry)
_NOWHERE = World()


@dataclass(frozen=True, eq=False)
class Configuration:
    """Entries by kind of document and id, in the order written; two are equal when they would be written alike."""

    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @classmethod
    def read(
        cls, documents: Mapping[str, Any], world: World = _NOWHERE, before: "Configuration | None" = None
    ) -> "Configuration":
        """Read and check documents, also against what is in effect; raise ConfigurationError with all problems."""
        configuration, found = cls.look_at(documents, world, before)
        refuse(found)
        return configuration

    @classmethod
    def look_at(
        cls, documents: Mapping[str, Any], world: World = _NOWHERE, before: "Configuration | None" = None
    ) -> "tuple[Configuration, list[Problem]]":
        """Return what can be read of documents, and all problems and warnings."""
        entries, found = read(documents)
        configuration = cls(entries)
        if not found:
            found = configuration.problems(world)
            if before is not None:
                found += [each for kind in kinds().values() for each in kind.check_change(before.entries, entries)]
        return configuration, named(found, documents)

    @classmethod
    def load(cls, documents: Mapping[str, Any]) -> "Configuration":
        """Read documents that were checked before, such as a bundle's; raise ConfigurationError when they cannot be."""
        entries, found = read(documents)
        refuse(found)
        return cls(entries)

    @classmethod
    def salvage(cls, documents: Mapping[str, Any]) -> "tuple[Configuration, list[Problem]]":
        """Return what can be read of documents that another version wrote, and what is left out of them and why."""
        entries, found = read(documents)
        return cls(entries), [each._replace(code="left_out", warning=True) for each in found]

    def problems(self, world: World = _NOWHERE) -> list[Problem]:
        """Return every problem and warning of the whole."""
        return problems(self.entries, world)

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """Return the entries of a kind, in the order written."""
        return tuple(self.entries.get(kind.name, {}).values())  # type: ignore[arg-type]

    def get(self, kind: type[E], name: str) -> E | None:
        """Return an entry by its id, or None."""
        return self.entries.get(kind.name, {}).get(name)  # type: ignore[return-value]

    def with_document(self, kind: str, entries: Iterable[Entry]) -> "Configuration":
        """Return the configuration with another document in the place of one."""
        return Configuration({**self.entries, kind: {each.id: each for each in entries}})

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """Return all documents as they can be written again, in the order of their names."""
        return {kind: [each.to_json() for each in self.entries[kind].values()] for kind in sorted(self.entries)}

    @cached_property
    def written(self) -> dict[str, bytes]:
        """Every document as JSON, always the same bytes for the same entries."""
        return {kind: orjson.dumps(document) for kind, document in self.to_json().items()}

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every document."""
        return {kind: hashlib.sha256(body).hexdigest() for kind, body in self.written.items()}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole; documents without an entry make no difference."""
        told = [f"{kind}:{digest}" for kind, digest in self.digests.items() if self.entries[kind]]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def __bool__(self) -> bool:
        return any(self.entries.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Configuration) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def refuse(found: Iterable[Problem]) -> None:
    """Raise ConfigurationError unless there are only warnings."""
    problems = [each for each in found if not each.warning]
    if not problems:
        return
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    error = ConfigurationError(
        f"{first.pointer or 'the documents'}: {first.detail}{more}", expected=first.expected, given=first.given
    )
    error.problems = tuple(problems)
    raise error
