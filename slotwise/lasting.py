"""Lasting: what a person's past answers to a rulebook's questions, kept with it until time alone would change it.

A fact of the past is a number of events in a window, or days since one. The first changes when the first event leaves
its window, which is told with the tags, the second when it passes a number that it is compared with. What is made of
such facts, tags, points, tiers and stages, lasts as long as they do. All else is asked for in every request: facts of
the context and of the person's attributes, and calls of which nobody can tell how long they stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from weakref import ref

from slotwise.audiences import OUT, argument, held_out
from slotwise.conditions import Condition
from slotwise.conditions.folding import folded
from slotwise.life import Life
from slotwise.moment import Moment
from slotwise.past import call_of
from slotwise.rulebook.alike import Alike
from slotwise.rulebook.questions import Questions
from slotwise.standing import Plan, Standing

_DAY = 86_400_000
_KEPT = "answers"
"""Where a past keeps them."""
_LAST = "state.days_since_last"
_SAME = frozenset({"state.purchases", "state.interactions", "state.categories_bought"})
"""Facts of the past that no time changes."""
_NEVER = float("inf")
Reads = Mapping[str, frozenset[float]]
"""Facts of the past that something is made of, with the numbers that each is compared with."""


class Answers(NamedTuple):
    """The answers to what single facts decide, by fact, from `begin` on and before `until` (ms UTC)."""

    said: Mapping[str, bytes]
    asked: frozenset[str]
    """Facts of which it was found out whether they last."""
    begin: int
    until: float
    person_id: str
    hidden: tuple[str, ...]
    by: "ref[Lasting]"
    """Weak: the rows of somebody who does not come back must not hold a plan that was replaced."""


class Lasting:
    """Remembers what persons' pasts answer to the questions of one rulebook, under one plan."""

    def __init__(self, questions: Questions, plan: Plan):
        self._self = ref(self)
        found = {name: _reads(name, alike, plan) for name, (alike, _) in questions.memories.items()}
        self._reads = {name: reads for name, reads in found.items() if reads is not None}
        self._all = _joined(self._reads.values())
        self._outs = {name: plan.audiences.entries.get(argument(name)) for name in found if name.startswith(OUT)}

    def recall(self, moment: Moment) -> Mapping[str, bytes]:
        """Return the answers that are known without asking, by fact."""
        found = self._found(moment)
        return _NOTHING if found is None else found.said

    def keep(self, moment: Moment, facts: Sequence[str], said: Mapping[str, bytes]) -> None:
        """Keep the answers to some facts, as far as they last, with the person's past."""
        before, standing = self._found(moment), moment.standing
        if (before is not None and before.asked.issuperset(facts)) or not isinstance(standing, Standing):
            return
        until = standing.told.until
        if until <= moment.now:
            return
        ends = {name: _until(name, edges, moment, standing) for name, edges in self._all.items()}
        unknown = {name for name, end in ends.items() if not end}
        lasting = {} if before is None else dict(before.said)
        for name in facts:
            reads = self._reads.get(name)
            if (reads is not None and unknown.isdisjoint(reads)) or self._let_in(name, standing.person_id):
                lasting[name] = said[name]
        until = min([until, *(end for end in ends.values() if end)])
        asked = frozenset(facts) if before is None else before.asked.union(facts)
        moment.shared[_KEPT] = Answers(
            lasting, asked, moment.now, until, standing.person_id, moment.hidden, self._self
        )  # fmt: skip

    def _found(self, moment: Moment) -> Answers | None:
        found: Answers | None = moment.shared.get(_KEPT)
        if found is None or not found.begin <= moment.now < found.until or found.by() is not self:
            return None
        standing = moment.standing
        same = isinstance(standing, Standing) and found.person_id == standing.person_id
        return found if same and found.hidden == moment.hidden else None

    def _let_in(self, name: str, person_id: str) -> bool:
        """Whether a fact asks if the person is held out of a campaign, which stays so for who is not."""
        audience = self._outs.get(name)
        return audience is not None and not held_out(audience, person_id)


def _until(name: str, edges: Iterable[float], moment: Moment, standing: Standing) -> float:
    """Until when (ms UTC) a fact of the past is the same to what it is compared with; 0 where nobody can tell."""
    told = standing.told
    if name in told.facts:
        return told.until
    if name in _SAME:
        return _NEVER
    if name != _LAST and name not in told.lasts:
        return 0.0
    if name == _LAST:
        last = float(moment.times[-1]) if len(moment.times) else None
    else:
        last = told.lasts[name]
    # A little early, so that no rounding matters; what is long past is past.
    ends = [] if last is None else [last + each * _DAY - 2.0 for each in edges]
    return min([each for each in ends if each > moment.now - 4.0], default=_NEVER)


def _reads(name: str, alike: Alike, plan: Plan) -> Reads | None:
    """What a fact is made of, as far as that is the past; None where it may change at any time."""
    match name:
        case "tags":
            return {} if all(each.when is None for each in plan.tags) else None
        case "state.points" | "state.tier":
            return _of_points(plan.life)
        case "state.stage":
            stages = plan.life.stages
            return _of_conditions([each for one in stages for each in (one.entry, one.exit) if each is not None])
    return {name: frozenset(alike.bounds)} if _is_past(name) and alike.plain else None


def _is_past(name: str) -> bool:
    return name == _LAST or name in _SAME or call_of(name) is not None


def _of_points(life: Life) -> Reads | None:
    if not all(_is_past(each.fact) for each in life.scores):
        return None
    return _joined([{each.fact: frozenset(each.thresholds)} for each in life.scores])


def _of_conditions(conditions: Sequence[Condition]) -> Reads | None:
    names = {name for each in conditions for name in (*each.names, *(call.key for call in each.calls))}
    trees = [folded(each.tree) for each in conditions]
    alike = {name: Alike(name, trees) for name in names}
    if not all(_is_past(name) and each.plain for name, each in alike.items()):
        return None
    return {name: frozenset(each.bounds) for name, each in alike.items()}


def _joined(reads: Iterable[Reads]) -> Reads:
    found: dict[str, frozenset[float]] = {}
    for each in reads:
        for name, edges in each.items():
            found[name] = found.get(name, frozenset()) | edges
    return found


_NOTHING: Mapping[str, bytes] = {}
