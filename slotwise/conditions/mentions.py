"""Mentions: the values that a condition holds a fact against, so that one that there is not can be told."""

import difflib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from slotwise.conditions.tree import Binary, Constant, Listed, Literal, Method, Name, Node, walk
from slotwise.conditions.types import Finding


@dataclass(frozen=True)
class Values:
    """The values that a fact can have. `what` they are: tags, scenes; `closed` unless a caller may bring others."""

    what: str
    known: Set[str]
    closed: bool = True


def unknown_values(root: Node, values: Mapping[str, Values]) -> Iterator[Finding]:
    """Yield every value that its fact can never have: a slip of the pen, for what is asked of it never holds."""
    for name, value, at in mentions(root):
        of = values.get(name)
        if of is None or not isinstance(value, str) or value in of.known:
            continue
        near = difflib.get_close_matches(value, sorted(of.known), n=3, cutoff=0.5) or sorted(of.known)[:10]
        detail = f"there is no {value!r} among the {of.what}"
        yield Finding("reference_unknown", detail, at, near, value, not of.closed)


def mentions(root: Node) -> Iterator[tuple[str, Constant | None, int]]:
    """Yield facts with the values that they are held against, and the column of each."""
    for node in walk(root):
        match node:
            case Binary("==" | "!=", Name(name), Literal(value)) | Binary("==" | "!=", Literal(value), Name(name)):
                yield name, value, node.at
            case Binary("in", Name(name), Listed(items)):
                yield from ((name, each, node.at) for each in items)
            case Binary("in", Literal(value), Name("tags" as name)) | Method(
                "contains", Name("tags" as name), Literal(value)
            ):
                yield name, value, node.at
