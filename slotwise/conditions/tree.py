"""The one tree of a condition: what the parsers make, and what facts, columns, text and types are read from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Constant: TypeAlias = bool | int | float | str
"""A value that can be written down; null stands only beside == and !=."""

RELATIONS = ("==", "!=", "<", "<=", ">", ">=", "in")
KEYWORDS = frozenset({"true", "false", "null", "in"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; None is null."""

    value: Constant | None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of constants, the right side of `in`."""

    items: tuple[Constant, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A fact by its full name, `context.channel`."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """Whether a fact is known."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A fact that is told by a call with constant arguments, `times("leave", "broadband", 7)`."""

    name: str
    arguments: tuple[Constant, ...]
    at: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """The name under which facts and columns hold it, `times(leave,broadband,7)`."""
        return f"{self.name}({','.join(_plain(each) for each in self.arguments)})"


@dataclass(frozen=True, slots=True)
class Method:
    """`size` of a text or a list, or `startsWith`, `endsWith`, `contains` of a text."""

    name: str
    of: "Node"
    argument: "Node | None" = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`!` or `-`."""

    op: str
    operand: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """A comparison, `in`, or arithmetic."""

    op: str
    left: "Node"
    right: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """`&&` or `||` of two or more parts."""

    op: str
    parts: tuple["Node", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? then : otherwise`."""

    test: "Node"
    then: "Node"
    otherwise: "Node"
    at: int = field(default=0, compare=False)


Node: TypeAlias = Literal | Listed | Name | Has | Call | Method | Unary | Binary | Joined | Choice


def children(node: Node) -> tuple[Node, ...]:
    """Return what a node consists of."""
    match node:
        case Method(_, of, argument):
            return (of,) if argument is None else (of, argument)
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Joined(_, parts):
            return parts
        case Choice(test, then, otherwise):
            return (test, then, otherwise)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all beneath it."""
    yield node
    for each in children(node):
        yield from walk(each)


def joined(op: str, parts: tuple[Node, ...], at: int) -> Node:
    """Return parts joined by `&&` or `||`, those of the same kind within them taken in; of one part, that part."""
    flat = tuple(
        each for part in parts for each in (part.parts if isinstance(part, Joined) and part.op == op else (part,))
    )
    if not flat:
        return Literal(op == "&&", at)
    return flat[0] if len(flat) == 1 else Joined(op, flat, at)


def is_whole(node: Node) -> bool:
    """Whether a number is an integer to CEL whatever the facts: literals and sizes, and what is computed of them."""
    match node:
        case Literal(value):
            return isinstance(value, int) and not isinstance(value, bool)
        case Method("size"):
            return True
        case Unary("-", operand):
            return is_whole(operand)
        case Binary("+" | "-" | "*" | "/" | "%", left, right):
            return is_whole(left) and is_whole(right)
        case Choice(_, then, otherwise):
            return is_whole(then) and is_whole(otherwise)
    return False


def is_truth(node: Node) -> bool:
    """Whether a node's value is true, false or unknown, whatever the facts."""
    match node:
        case Literal(value):
            return isinstance(value, bool)
        case Has() | Joined() | Unary("!"):
            return True
        case Method(name):
            return name != "size"
        case Binary(op):
            return op in RELATIONS
        case Choice(_, then, otherwise):
            return is_truth(then) and is_truth(otherwise)
    return False


def _plain(value: Constant) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
