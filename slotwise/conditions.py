"""The condition grammar of scenes: a small tree of comparisons over named facts, compiled once.

A leaf is {"field": ..., "op": ..., "value": ...}; nodes are {"all": [...]}, {"any": [...]} and
{"not": {...}}. A missing fact makes a leaf false, whatever its operator.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from slotwise.errors import ConditionError

Facts = Mapping[str, Any]
Condition = Callable[[Facts], bool]
_DEPTH = 8

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, wanted: value in wanted,
    "contains": lambda value, wanted: wanted in value,
}


def compile_condition(tree: Mapping[str, Any], depth: int = 0) -> Condition:
    """Return a function of facts; raise ConditionError where the tree has another shape than the grammar."""
    if depth > _DEPTH:
        raise ConditionError("the condition is nested too deeply", expected=f"at most {_DEPTH} levels")
    if not isinstance(tree, Mapping):
        raise _wrong(tree)
    if set(tree) == {"all"}:
        parts = _parts(tree["all"], depth)
        return lambda facts: all(part(facts) for part in parts)
    if set(tree) == {"any"}:
        parts = _parts(tree["any"], depth)
        return lambda facts: any(part(facts) for part in parts)
    if set(tree) == {"not"}:
        inner = compile_condition(tree["not"], depth + 1)
        return lambda facts: not inner(facts)
    return _leaf(tree)


def _parts(trees: Any, depth: int) -> list[Condition]:
    if not isinstance(trees, list | tuple):
        raise _wrong(trees)
    return [compile_condition(each, depth + 1) for each in trees]


def _leaf(tree: Mapping[str, Any]) -> Condition:
    if set(tree) != {"field", "op", "value"}:
        raise _wrong(tree)
    field, operation, wanted = tree["field"], tree["op"], tree["value"]
    if not isinstance(field, str) or not isinstance(operation, str) or operation not in _OPERATORS:
        raise _wrong(tree)
    if operation == "in" and not isinstance(wanted, list | tuple):
        raise ConditionError("`in` needs a list of values", expected="a list", given=wanted)
    compare = _OPERATORS[operation]

    def holds(facts: Facts) -> bool:
        value = facts.get(field)
        if value is None:
            return False
        try:
            return bool(compare(value, wanted))
        except TypeError:
            return False

    return holds


def _wrong(tree: Any) -> ConditionError:
    return ConditionError(
        "a condition is a comparison or all, any, not",
        expected={"field": "a fact", "op": sorted(_OPERATORS), "value": "a constant"},
        given=tree,
    )
