"""Alike: values of a fact that are the same to everything that some conditions ask of it.

A number that conditions only compare with constants is known to them by the constants that it lies between, and the
tags of a person by those that are asked for. So what was answered once serves again for facts that hardly ever have
the same value twice, such as days since an event.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from typing import Any

from slotwise.conditions.tree import (
    RELATIONS,
    Binary,
    Call,
    Constant,
    Has,
    Listed,
    Literal,
    Method,
    Name,
    Node,
    children,
)

_UNKNOWN = ()
"""What is missing and what is no number are the same to a condition."""


class Alike:
    """What some conditions, given by their trees, can tell apart of the values of one fact."""

    def __init__(self, name: str, trees: Iterable[Node]):
        found = [_compared(tree, name) for tree in trees]
        compared = [one for each in found for one in each or ()]
        self.plain = None not in found
        """Whether values are compared with constants, and nothing else is done with them."""
        self.bounds = sorted({each for each in compared if isinstance(each, int | float) and not _odd(each)})
        """The numbers that values are compared with."""
        self._texts = frozenset(each for each in compared if isinstance(each, str))
        self._listed = self.plain and all(each is None or isinstance(each, str) for each in compared)

    def key(self, value: Any) -> Hashable | None:
        """Return what is equal for values that are alike; None for a value that has to be asked about by itself."""
        kind = value.__class__
        if kind is str:
            return value  # type: ignore[no-any-return]
        if kind is float or kind is int:
            if value != value:
                return _UNKNOWN
            return bisect_left(self.bounds, value) + bisect_right(self.bounds, value) if self.plain else (kind, value)
        if kind is frozenset:
            return value & self._texts if self._listed else None
        if value is None:
            return _UNKNOWN
        return (kind, value) if kind is bool else None


def _compared(node: Node, name: str) -> list[Constant | None] | None:
    """The constants that a fact is compared with, or that are looked for in it; None where it is read otherwise."""
    match node:
        case Binary(op, left, right) if op in RELATIONS and _is(left, name) != _is(right, name):
            return _constants(right if _is(left, name) else left)
        case Method("contains", of, Literal(value)) if _is(of, name):
            return [value]
        case Has():
            return []
        case Name() | Call():
            return None if _is(node, name) else []
    found = [_compared(each, name) for each in children(node)]
    return None if None in found else [one for each in found for one in each or ()]


def _constants(node: Node) -> list[Constant | None] | None:
    match node:
        case Literal(value):
            return [value]
        case Listed(items):
            return list(items)
    return None


def _is(node: Node, name: str) -> bool:
    return (isinstance(node, Name) and node.name == name) or (isinstance(node, Call) and node.key == name)


def _odd(value: float) -> bool:
    """Truths, which are no numbers to a condition, and what is no number at all."""
    return isinstance(value, bool) or value != value
