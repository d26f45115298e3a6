"""Situations: facts that bring about each named scene, made from the scene's own condition, to try it with."""

from collections.abc import Mapping
from typing import Any

from slotwise.conditions import Condition
from slotwise.scene import Scene

_PREFIX = "context."


def facts_for(scene: Scene) -> dict[str, str | float]:
    """Return facts of a request's context for which the scene's condition holds; empty when they cannot be told."""
    facts = _facts(scene.when)
    named = {name: value for name, value in facts.items() if name.startswith(_PREFIX)}
    if named != facts or not Condition.of(scene.when).holds(facts):
        return {}
    return {name.removeprefix(_PREFIX): value for name, value in named.items()}


def _facts(tree: Mapping[str, Any]) -> dict[str, str | float]:
    if "all" in tree:
        return {name: value for part in tree["all"] for name, value in _facts(part).items()}
    if "any" in tree:
        return _facts(tree["any"][0]) if tree["any"] else {}
    if "not" in tree:
        return {}
    field, op, value = tree["field"], tree["op"], tree["value"]
    if op in ("==", ">=", "<="):
        return {field: value}
    if op in (">", "<") and isinstance(value, int | float):
        return {field: value + (1 if op == ">" else -1)}
    return {field: value[0]} if op == "in" and value else {}
