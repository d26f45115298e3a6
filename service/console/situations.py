"""Situations: facts that bring about each named scene, made from the scene's own condition, to try it with."""

from collections.abc import Iterator
from itertools import product

from slotwise.conditions import Condition
from slotwise.conditions.tree import Binary, Joined, Listed, Literal, Name, Node
from slotwise.conditions.values import MIRRORED
from slotwise.documents.scenes import Scene

_PREFIX = "context."
_TRIES = 64
_Facts = dict[str, str | float]


def facts_for(scene: Scene) -> _Facts:
    """Return facts of a request's context for which the scene's condition holds; empty when they cannot be told."""
    tries = zip(range(_TRIES), _facts(scene.when.tree), strict=False)
    found = next((facts for _, facts in tries if _tells(facts, scene.when)), {})
    return {name.removeprefix(_PREFIX): value for name, value in found.items()}


def _tells(facts: _Facts, condition: Condition) -> bool:
    return all(name.startswith(_PREFIX) for name in facts) and condition.holds(facts)


def _facts(node: Node) -> Iterator[_Facts]:
    """Yield facts that may make a part of a condition true, one way after the other."""
    match node:
        case Joined("||", parts):
            for part in parts:
                yield from _facts(part)
        case Joined("&&", parts):
            for ways in product(*(list(_facts(part))[:_TRIES] for part in parts)):
                yield {name: value for facts in ways for name, value in facts.items()}
        case Binary("in", Name(name), Listed((first, *_))):
            yield {name: first}
        case Binary(op, Literal(), Name()) if op in MIRRORED:
            yield from _facts(Binary(MIRRORED[op], node.right, node.left))
        case Binary(op, Name(name), Literal(value)) if op in MIRRORED and value is not None:
            step = {">": 1, "<": -1}.get(op, 0)
            yield {name: value + step if step and isinstance(value, int | float) else value}
        case _:
            # Nothing is told of it: perhaps it holds without any fact.
            yield {}
