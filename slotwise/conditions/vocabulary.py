"""Vocabulary: the names that a condition may read, with their kinds, and what is wrong with one that reads others."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from slotwise.conditions.mentions import Values, unknown_values
from slotwise.conditions.tree import Call, Has, Name, Node, walk
from slotwise.conditions.types import Finding, kinds_wrong


@dataclass(frozen=True)
class Vocabulary:
    """Names and their kinds: text, number, yes/no, list; None for a name whose values may be of any kind.

    `calls` holds what may stand as the arguments of a call where that is known: {"audience": {"leavers"}}.
    """

    names: Mapping[str, str | None]
    calls: Mapping[str, frozenset[str]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    """Groups in which any name may be, because nothing is known of them: `person` for person.*."""
    values: Mapping[str, Values] = field(default_factory=dict)
    """The values that a name can have, where that is known."""

    def knows(self, name: str) -> bool:
        """Whether a condition may read a name."""
        return name in self.names or name.partition(".")[0] in self.open

    def only(self, *groups: str) -> "Vocabulary":
        """Return the names of these groups alone: `product` for product.*, `scene` for the name itself."""
        kept = {name: kind for name, kind in self.names.items() if name.partition(".")[0] in groups}
        return replace(self, names=kept, open=self.open & set(groups))

    def without(self, *groups: str) -> "Vocabulary":
        """Return all names but those of these groups."""
        kept = {name: kind for name, kind in self.names.items() if name.partition(".")[0] not in groups}
        return replace(self, names=kept, open=self.open - set(groups))

    def nearest(self, name: str) -> list[str]:
        """Return the known names that look most like another, the nearest first."""
        close = difflib.get_close_matches(name, self.names, n=3, cutoff=0.6)
        if close:
            return close
        group = name.partition(".")[0]
        return sorted(each for each in self.names if each.partition(".")[0] == group)[:10] or sorted(self.names)[:10]


def findings(node: Node, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield what is wrong with a tree: unknown names, arguments of calls and values, and values of a wrong kind."""
    told = set[str]()
    for each in walk(node):
        if isinstance(each, Name | Has) and not vocabulary.knows(each.name) and each.name not in told:
            told.add(each.name)
            near = vocabulary.nearest(each.name)
            yield Finding("field_unknown", f"there is no fact {each.name!r}", each.at, near, each.name)
        if isinstance(each, Call):
            yield from _unknown_argument(each, vocabulary)
    yield from unknown_values(node, {name: each for name, each in vocabulary.values.items() if vocabulary.knows(name)})
    yield from kinds_wrong(node, vocabulary.names)


def _unknown_argument(call: Call, vocabulary: Vocabulary) -> Iterator[Finding]:
    known = vocabulary.calls.get(call.name)
    given = call.arguments[0 if len(call.arguments) == 1 else 1]
    if known is None or given in known or given == "":
        return
    near = difflib.get_close_matches(str(given), known, n=3, cutoff=0.5) or sorted(known)[:10]
    yield Finding(
        "reference_unknown", f"`{call.name}` is asked about {given!r}, which there is not", call.at, near, given
    )


class Reads(NamedTuple):
    """Marks a field's condition, `Annotated[Condition, Reads("product", "content")]`: the groups of names it may read.

    A condition that is not marked reads everything except products and contents.
    """

    groups: tuple[str, ...]

    @classmethod
    def of(cls, *groups: str) -> "Reads":
        """Return the mark of these groups."""
        return cls(groups)

    def restrict(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the part of a vocabulary that may be read."""
        return vocabulary.only(*self.groups)


CONTENTS = Reads.of("product", "content")
"""The mark of a predicate over products and contents."""
