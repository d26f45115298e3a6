"""Operations on single values, three-valued: None is unknown, as an error is in CEL.

Unknown is what is computed of a missing fact or of one of another kind than is needed.

Numbers are of one kind: facts come from JSON and from columns, where 1 and 1.0 are the same. Only between integers
that are written in the condition itself does `/` cut off, as in CEL.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

Value = Any
Truth = bool | None
LIMIT = 2**63
"""Integers of CEL lie below it."""

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_LISTS = (list, tuple, set, frozenset)


def kind(value: Value) -> str | None:
    """Return number, text, yes/no or list; None for what is missing or nothing that a condition knows."""
    if isinstance(value, bool | np.bool_):
        return "yes/no"
    if isinstance(value, int | float | np.integer | np.floating):
        return "number" if value == value else None
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, _LISTS) else None


def equal(left: Value, right: Value) -> Truth:
    """Whether two values are equal: values of different kinds are not, lists are not compared."""
    one, other = kind(left), kind(right)
    if one is None or other is None or one == other == "list":
        return None
    return one == other and bool(left == right)


def unequal(left: Value, right: Value) -> Truth:
    """The opposite of `equal`."""
    same = equal(left, right)
    return None if same is None else not same


def ordered(op: str) -> Callable[[Value, Value], Truth]:
    """Return a comparison by order of two numbers, two texts or two truths."""
    compare = ORDER[op]

    def compared(left: Value, right: Value) -> Truth:
        known = kind(left)
        if known is None or known == "list" or known != kind(right):
            return None
        return bool(compare(left, right))

    return compared


def within(left: Value, right: Value) -> Truth:
    """Whether a value is in a list."""
    if kind(right) != "list" or kind(left) in (None, "list"):
        return None
    return any(equal(left, each) for each in right)


def arithmetic(op: str, whole: bool) -> Callable[[Value, Value], Value]:
    """Return `+ - * / %` of two numbers; `whole` where both are integers of CEL. Unknown when divided by zero."""
    compute = _WHOLE[op] if whole else _REAL[op]

    def computed(left: Value, right: Value) -> Value:
        if kind(left) != "number" or kind(right) != "number":
            return None
        try:
            value = compute(left, right)
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
        return None if value != value or (whole and not -LIMIT <= value < LIMIT) else value

    return computed


def negative(value: Value) -> Value:
    """Return the negative of a number."""
    return -value if kind(value) == "number" else None


def size(value: Value) -> int | None:
    """Return how many characters a text has or how many values a list."""
    return len(value) if kind(value) in ("text", "list") else None


def truth(value: Value) -> Truth:
    """Return a value where a truth is needed."""
    return bool(value) if isinstance(value, bool | np.bool_) else None


def contains(of: Value, argument: Value) -> Truth:
    """Whether a text has another in it; of a list, whether the value is in it."""
    if kind(of) == "list":
        return within(argument, of)
    return argument in of if kind(of) == kind(argument) == "text" else None


def starts(of: Value, argument: Value) -> Truth:
    """Whether a text begins with another."""
    return of.startswith(argument) if kind(of) == kind(argument) == "text" else None


def ends(of: Value, argument: Value) -> Truth:
    """Whether a text ends with another."""
    return of.endswith(argument) if kind(of) == kind(argument) == "text" else None


METHODS: dict[str, Callable[[Value, Value], Truth]] = {"contains": contains, "startsWith": starts, "endsWith": ends}


def relation(op: str) -> Callable[[Value, Value], Truth]:
    """Return the function of `== != < <= > >= in`."""
    named: dict[str, Callable[[Value, Value], Truth]] = {"==": equal, "!=": unequal, "in": within}
    return named.get(op) or ordered(op)


def _cut(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


_REAL: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
}
_WHOLE: dict[str, Callable[[Any, Any], Any]] = _REAL | {
    "/": _cut,
    "%": lambda left, right: left - right * _cut(left, right),
}
