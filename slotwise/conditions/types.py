"""Kinds of values: what each part of a condition is, and where a part is of a kind that cannot be there."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from slotwise.conditions.calls import CALLS
from slotwise.conditions.tree import (
    Binary,
    Call,
    Choice,
    Has,
    Joined,
    Listed,
    Literal,
    Method,
    Name,
    Node,
    Unary,
    children,
)
from slotwise.conditions.values import kind as kind_of

Names = Mapping[str, str | None]


class Finding(NamedTuple):
    """What is wrong with a condition; `at` is the column from 1, or 0 where it was no text."""

    code: str
    detail: str
    at: int
    expected: Any = None
    given: Any = None
    warning: bool = False
    """Whether it is odd only and may be meant."""


def kind(node: Node, names: Names) -> str | None:
    """Return the kind of a node's value, None where it is not known or null."""
    match node:
        case Literal(value):
            return kind_of(value)
        case Listed():
            return "list"
        case Name(name):
            return names.get(name)
        case Call(name):
            return CALLS[name].result
        case Method("size") | Unary("-") | Binary("+" | "-" | "*" | "/" | "%"):
            return "number"
        case Choice(_, then, otherwise):
            return kind(then, names) or kind(otherwise, names)
    return "yes/no"


def kinds_wrong(root: Node, names: Names) -> Iterator[Finding]:
    """Yield every part that is of a kind that cannot be there; the whole must be true or false."""
    yield from _needs(root, ("yes/no",), names)
    yield from _beneath(root, names)


def _beneath(node: Node, names: Names) -> Iterator[Finding]:
    match node:
        case Joined(_, parts):
            for part in parts:
                yield from _needs(part, ("yes/no",), names)
        case Unary(op, operand):
            yield from _needs(operand, ("yes/no" if op == "!" else "number",), names)
        case Method("size", of):
            yield from _needs(of, ("text", "list"), names)
        case Method(name, of, argument) if argument is not None:
            yield from _needs(of, ("text", "list") if name == "contains" else ("text",), names)
            in_list = name == "contains" and kind(of, names) != "text"
            yield from _needs(argument, ("text", "number", "yes/no") if in_list else ("text",), names)
        case Choice(test, then, otherwise):
            yield from _needs(test, ("yes/no",), names)
            yield from _needs(otherwise, (kind(then, names),), names)
        case Binary(op, left, right):
            yield from _of_two(op, left, right, names)
    for each in children(node):
        yield from _beneath(each, names)


def _of_two(op: str, left: Node, right: Node, names: Names) -> Iterator[Finding]:
    if op == "in":
        yield from _needs(right, ("list",), names)
        yield from _needs(left, ("text", "number", "yes/no"), names)
        yield from _members(left, right, names)
    elif op in ("+", "-", "*", "/", "%"):
        yield from _needs(left, ("number",), names)
        yield from _needs(right, ("number",), names)
    else:
        yield from _needs(left, ("text", "number", "yes/no"), names)
        yield from _needs(right, (kind(left, names),) if kind(left, names) else ("text", "number", "yes/no"), names)


def _members(left: Node, right: Node, names: Names) -> Iterator[Finding]:
    wanted = kind(left, names)
    others = [each for each in right.items if kind_of(each) != wanted] if isinstance(right, Listed) and wanted else []
    if others:
        yield Finding(
            "type_wrong", f"{_called(left)} is a {wanted} and not in such a list", right.at, wanted, others[0]
        )


def _needs(node: Node, wanted: tuple[str | None, ...], names: Names) -> Iterator[Finding]:
    found = kind(node, names)
    if found is not None and None not in wanted and found not in wanted:
        expected = " or ".join(str(each) for each in wanted)
        yield Finding(
            "type_wrong", f"{_called(node)} is a {found} where a {expected} is needed", node.at, expected, found
        )


def _called(node: Node) -> str:
    match node:
        case Name(name) | Has(name):
            return name
        case Call():
            return node.key
        case Literal(value):
            return repr(value)
        case Method(name):
            return f"{name}()"
        case Unary(op) | Binary(op) | Joined(op):
            return f"the value of {op}"
    return "this"
