"""Where: the tree of a condition as SQL over rows of a log; SQL's NULL is the condition's unknown."""

from collections.abc import Iterator
from typing import Any

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
    walk,
)
from slotwise.conditions.values import MIRRORED
from slotwise.measures.query import Query
from slotwise.measures.source import Kind, Source, is_known, kind_of

_ORDER = ("<", "<=", ">", ">=")
_METHODS = {
    "startsWith": "SUBSTR({of}, 1, LENGTH({text})) = {text}",
    "endsWith": "SUBSTR({of}, LENGTH({of}) - LENGTH({text}) + 1) = {text} AND LENGTH({of}) >= LENGTH({text})",
    "contains": "REPLACE({of}, {text}, '') <> {of}",
}


def unreadable(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield the parts of a condition that say nothing of a row of a log, and why."""
    for each in walk(node):
        match each:
            case Name(name) | Has(name) if not is_known(name):
                yield each, f"{name} is not a fact of a row of the log"
            case Call(name):
                yield each, f"{name}(...) is about a person, not about a row of the log"
            case Binary("%"):
                yield each, "% cannot be computed of rows of the log"
            case Binary("in", _, right) if not isinstance(right, Listed) and not _is_unknown(right):
                yield each, "`in` needs a list that is written down"
            case Method("size"):
                yield each, "size() cannot be asked of a row of the log"
            case Method(_, _, argument) if not (isinstance(argument, Literal) and argument.value):
                yield each, "a text can be searched only for a text that is written down"


def _is_unknown(node: Node) -> bool:
    """Whether a node is told of already."""
    return isinstance(node, Name) and not is_known(node.name)


class Where:
    """Writes conditions over one log of one source."""

    def __init__(self, source: Source, query: Query, log: str):
        self._source, self._query, self._log = source, query, log

    def holds(self, node: Node) -> str:
        """Return a condition as a boolean expression, NULL where it is unknown."""
        match node:
            case Literal(value) if isinstance(value, bool):
                return "TRUE" if value else "FALSE"
            case Joined(op, parts):
                word = " AND " if op == "&&" else " OR "
                return "(" + word.join(self.holds(each) for each in parts) + ")"
            case Unary("!", operand):
                return f"(NOT {self.holds(operand)})"
            case Has(name):
                return f"({self._known(Name(name))})"
            case Choice(test, then, otherwise):
                holds = self.holds(test)
                return f"(CASE WHEN {holds} THEN {self.holds(then)} WHEN NOT {holds} THEN {self.holds(otherwise)} END)"
            case Method(name, of, Literal(text)):
                return f"({_METHODS[name].format(of=self._value(of, 'text'), text=self._query.value(text))})"
            case Binary("in", left, Listed(items)):
                return self._within(left, items)
            case Binary(op, left, right):
                return self._compared(op, left, right)
        return "(NULL = 1)"

    def _compared(self, op: str, left: Node, right: Node) -> str:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            op, left, right = MIRRORED[op], right, left
        if isinstance(right, Literal) and right.value is None:
            return f"(CASE WHEN {self._known(left)} THEN {'TRUE' if op == '!=' else 'FALSE'} END)"
        kind = _kind(right) or _kind(left) or ("number" if op in _ORDER else "text")
        compared = (
            f"{self._value(left, kind)} {'<>' if op == '!=' else op.replace('==', '=')} {self._value(right, kind)}"
        )
        if op in _ORDER or not isinstance(left, Name) or kind_of(left.name) == kind:
            return f"({compared})"
        # Values of different kinds are not equal, and that is known.
        return self._or_other(left, kind, compared, op == "!=")

    def _within(self, left: Node, items: tuple[object, ...]) -> str:
        texts = [each for each in items if isinstance(each, str)]
        numbers = [each for each in items if isinstance(each, int | float) and not isinstance(each, bool)]
        constants: tuple[tuple[Kind, list[Any]], ...] = (("text", texts), ("number", numbers))
        parts = [
            f"({self._value(left, kind)} IN ({self._query.values(values)}))"
            for kind, values in constants
            if values and _kind(left) in (None, kind)
        ]
        found = " OR ".join(f"COALESCE({each}, FALSE)" for each in parts) or "FALSE"
        return f"(CASE WHEN {self._known(left)} THEN ({found}) END)"

    def _or_other(self, left: Name, kind: Kind, compared: str, otherwise: bool) -> str:
        other: Kind = "number" if kind == "text" else "text"
        told = "TRUE" if otherwise else "FALSE"
        return (
            f"(CASE WHEN {self._value(left, kind)} IS NOT NULL THEN {compared} "
            f"WHEN {self._value(left, other)} IS NOT NULL THEN {told} END)"
        )

    def _known(self, node: Node) -> str:
        kinds: tuple[Kind, ...] = ("text", "number")
        own = _kind(node)
        return " OR ".join(f"{self._value(node, kind)} IS NOT NULL" for kind in kinds if own in (None, kind))

    def _value(self, node: Node, kind: Kind) -> str:
        match node:
            case Literal(value):
                fits = isinstance(value, str) if kind == "text" else not isinstance(value, str | bool | None)
                return self._query.value(value) if fits else "NULL"
            case Name(name):
                return self._source.fact(self._query, self._log, name, kind)
            case Unary("-", operand) if kind == "number":
                return f"(-{self._value(operand, kind)})"
            case Binary("+" | "-" | "*" as op, left, right) if kind == "number":
                return f"({self._value(left, kind)} {op} {self._value(right, kind)})"
            case Binary("/", left, right) if kind == "number":
                return f"(1.0 * {self._value(left, kind)} / NULLIF({self._value(right, kind)}, 0))"
        return "NULL"


def _kind(node: Node) -> Kind | None:
    match node:
        case Literal(value):
            return "text" if isinstance(value, str) else "number"
        case Name(name):
            return kind_of(name)
    return "number"
