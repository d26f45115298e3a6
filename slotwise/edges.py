"""Edges: until when facts of a person's past are the same to whatever compares them with numbers.

A fact of the past is a number of events in a window, or days since one. The first changes when the first event leaves
its window, which is told with the tags, the second when it passes a number that it is compared with. What is made of
such facts lasts as long as they do, if nothing happens.
"""

from collections.abc import Iterable, Mapping, Sequence

from slotwise.conditions import Condition
from slotwise.conditions.folding import folded
from slotwise.life import Life
from slotwise.moment import Moment
from slotwise.past import Told, call_of
from slotwise.rulebook.alike import Alike

_DAY = 86_400_000
_LAST = "state.days_since_last"
_SAME = frozenset({"state.purchases", "state.interactions", "state.categories_bought"})
"""Facts of the past that no time changes."""
NEVER = float("inf")
Reads = Mapping[str, frozenset[float]]
"""Facts of the past that something is made of, with the numbers that each is compared with."""


def until(name: str, edges: Iterable[float], moment: Moment, told: Told) -> float:
    """Return until when (ms UTC) a fact of the past is the same to some numbers, 0 where nobody can tell."""
    if name in told.facts:
        return told.until
    if name in _SAME:
        return NEVER
    if name != _LAST and name not in told.lasts:
        return 0.0
    if name == _LAST:
        last = float(moment.times[-1]) if len(moment.times) else None
    else:
        last = told.lasts[name]
    # A little early, so that no rounding matters; what is long past is past.
    ends = [] if last is None else [last + each * _DAY - 2.0 for each in edges]
    return min([each for each in ends if each > moment.now - 4.0], default=NEVER)


def of_fact(name: str, alike: Alike) -> Reads | None:
    """Return what a fact is made of where it is one of the past; None where it may change at any time."""
    return {name: frozenset(alike.bounds)} if _is_past(name) and alike.plain else None


def of_points(life: Life) -> Reads | None:
    """Return what the points of a life cycle are made of."""
    return life.compared if all(map(_is_past, life.compared)) else None


def of_conditions(conditions: Sequence[Condition]) -> Reads | None:
    """Return what the truth of some conditions is made of."""
    names = {name for each in conditions for name in (*each.names, *(call.key for call in each.calls))}
    trees = [folded(each.tree) for each in conditions]
    found = [of_fact(name, Alike(name, trees)) for name in names]
    return None if None in found else joined([each for each in found if each is not None])


def joined(reads: Iterable[Reads]) -> Reads:
    """Return all facts of some, with all numbers of each."""
    found: dict[str, frozenset[float]] = {}
    for each in reads:
        for name, edges in each.items():
            found[name] = found.get(name, frozenset()) | edges
    return found


def _is_past(name: str) -> bool:
    return name == _LAST or name in _SAME or call_of(name) is not None
