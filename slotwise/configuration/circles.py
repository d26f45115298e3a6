"""Circles: entries of several documents whose conditions depend on each other, so that none could ever be known.

An audience that reads tags depends on all of them, because they are computed together; the same holds of phases.
"""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from slotwise.conditions import Condition
from slotwise.configuration.conditions_of import conditions
from slotwise.documents import Entries, Problem, kinds, pointer

Thing = tuple[str, str]
_DERIVED = {"tags": "tags", "scene": "scenes", "state.stage": "life_cycle", "state.tier": "life_cycle"}
"""Documents that make a fact, by the fact's name."""


def circles(entries: Entries) -> list[Problem]:
    """Return a problem for every audience that depends on itself by way of other documents.

    Circles within one document are told by its own kind.
    """
    found = []
    for place, (name, entry) in enumerate(entries.get("audiences", {}).items()):
        way = _way_back(("audiences", name), entries)
        if any(kind != "audiences" for kind, _ in way):
            detail = f"{entry.id} depends on itself: {' -> '.join(each[1] for each in way)}"
            found.append(Problem(pointer("audiences", place), "reference_circular", detail, given=name))
    return found


def _way_back(start: Thing, entries: Entries) -> list[Thing]:
    """Return the shortest way from an entry back to itself, both ends included; empty when there is none."""
    came, waiting = dict[Thing, Thing](), [start]
    for at in waiting:
        for after in _needed(at, entries):
            if after == start:
                way = [start, at]
                while at != start:
                    at = came[at]
                    way.append(at)
                return way[::-1]
            if after not in came:
                came[after] = at
                waiting.append(after)
    return []


def _needed(thing: Thing, entries: Entries) -> Iterator[Thing]:
    entry = entries.get(thing[0], {}).get(thing[1])
    for condition in () if entry is None else _conditions(entry):
        for call in condition.calls:
            if call.name == "audience" and str(call.arguments[0]) in entries.get("audiences", {}):
                yield "audiences", str(call.arguments[0])
        for name in condition.names:
            kind = _DERIVED.get(name, "")
            yield from ((kind, each) for each in entries.get(kind, {}) if kind in kinds())


def _conditions(entry: BaseModel) -> Iterable[Condition]:
    return [condition for _, condition, _ in conditions(entry)]
