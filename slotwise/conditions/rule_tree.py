"""The rule tree of JSON that a rule builder writes, to the one tree and back.

A leaf is {"field": ..., "op": ..., "value": ...}, {"call": ..., "with": [...], "op": ..., "value": ...}, a call alone
that is true or false, or {"has": ...}; nodes are {"all": [...]}, {"any": [...]} and {"not": {...}}.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from slotwise.conditions.calls import CALLS
from slotwise.conditions.limits import CHARACTERS, Budget, check_items, check_length
from slotwise.conditions.parsing import called
from slotwise.conditions.tree import (
    Binary,
    Call,
    Constant,
    Has,
    Joined,
    Listed,
    Literal,
    Method,
    Name,
    Node,
    Unary,
    joined,
)
from slotwise.errors import ConditionError, ConditionTooLargeError

OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in", "contains")
_JOINS = {"all": "&&", "any": "||"}
_LEAVES = ({"field", "op", "value"}, {"call", "with", "op", "value"}, {"call", "with"}, {"has"})


def parse_tree(tree: Any) -> Node:
    """Return the tree of a JSON rule; raise ConditionError whose `pointer` leads to what is wrong."""
    return _node(tree, "", Budget())


def write_tree(node: Node) -> dict[str, Any] | None:
    """Return the JSON rule of a tree, or None where it says what a rule tree cannot."""
    match node:
        case Joined(op, parts):
            written = [write_tree(each) for each in parts]
            return None if None in written else {"all" if op == "&&" else "any": written}
        case Unary("!", operand):
            inner = write_tree(operand)
            return None if inner is None else {"not": inner}
        case Literal(bool(value)):
            return {"all" if value else "any": []}
        case Has(name):
            return {"has": name}
        case Call(name, arguments):
            return {"call": name, "with": list(arguments)}
        case Method("contains", Name(name), Literal(value)):
            return {"field": name, "op": "contains", "value": value}
        case Binary("in", left, Listed(items)):
            return _leaf_of(left, "in", list(items))
        case Binary("in", Literal(value), Name(name)):
            return {"field": name, "op": "contains", "value": value}
        case Binary(op, left, Literal(value)) if op in OPERATORS and value is not None:
            return _leaf_of(left, op, value)
    return None


def _leaf_of(left: Node, op: str, value: Any) -> dict[str, Any] | None:
    match left:
        case Name(name):
            return {"field": name, "op": op, "value": value}
        case Call(name, arguments):
            return {"call": name, "with": list(arguments), "op": op, "value": value}
    return None


def _node(tree: Any, at: str, budget: Budget) -> Node:
    with budget:
        budget.part()
        keys = set(tree) if isinstance(tree, Mapping) else set()
        if keys in ({"all"}, {"any"}):
            name = keys.pop()
            return joined(_JOINS[name], _parts(tree[name], f"{at}/{name}", budget), 0)
        if keys == {"not"}:
            return Unary("!", _node(tree["not"], f"{at}/not", budget))
        if keys not in _LEAVES:
            raise _wrong("a condition is a comparison, a call, has, all, any or not", at, _shape(), tree)
        return _leaf(tree, at)


def _parts(trees: Any, at: str, budget: Budget) -> tuple[Node, ...]:
    if not isinstance(trees, list | tuple):
        raise _wrong("all and any hold a list of conditions", at, "a list", trees)
    return tuple(_node(each, f"{at}/{place}", budget) for place, each in enumerate(trees))


def _leaf(tree: Mapping[str, Any], at: str) -> Node:
    if "has" in tree:
        return Has(_name(tree["has"], f"{at}/has"))
    subject = _call(tree, at) if "call" in tree else Name(_name(tree["field"], f"{at}/field"))
    if "op" not in tree:
        return subject
    op, value = tree["op"], tree["value"]
    if not isinstance(op, str) or op not in OPERATORS:
        raise _wrong("there is no such operator", f"{at}/op", OPERATORS, op)
    if op == "in":
        return Binary("in", subject, Listed(_constants(value, f"{at}/value")))
    constant = Literal(_constant(value, f"{at}/value"))
    return Method("contains", subject, constant) if op == "contains" else Binary(op, subject, constant)


def _call(tree: Mapping[str, Any], at: str) -> Node:
    name, arguments = tree["call"], _constants(tree["with"], f"{at}/with")
    if not isinstance(name, str) or name not in CALLS:
        raise _wrong("there is no such call", f"{at}/call", list(CALLS), name)
    try:
        return called(name, arguments)
    except ConditionError as error:
        raise _wrong(error.detail, f"{at}/with", error.expected, error.given) from error


def _name(value: Any, at: str) -> str:
    if not isinstance(value, str) or not value or not all(value.split(".")):
        raise _wrong("this is no name of a fact", at, "such as context.channel", value)
    check_length(value)
    return value


def _constants(values: Any, at: str) -> tuple[Constant, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _wrong("a list of values is needed", at, "a list", values)
    check_items(len(values))
    return tuple(_constant(each, f"{at}/{place}") for place, each in enumerate(values))


def _constant(value: Any, at: str) -> Constant:
    if isinstance(value, str) and len(value) > CHARACTERS:
        raise ConditionTooLargeError("a text is too long", expected=f"at most {CHARACTERS} characters", pointer=at)
    is_number = isinstance(value, int | float) and -1.8e308 < value < 1.8e308
    if not isinstance(value, str) and not is_number:
        raise _wrong("only a constant can stand here", at, "a text, a number, true or false", value)
    return value  # type: ignore[no-any-return]


def _shape() -> dict[str, Any]:
    return {"field": "a fact", "op": list(OPERATORS), "value": "a constant"}


def _wrong(what: str, at: str, expected: Any, given: Any) -> ConditionError:
    return ConditionError(what, expected=expected, given=given, pointer=at)
