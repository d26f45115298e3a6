"""Lasting: what a person's past answers to a rulebook's questions, kept with it until time alone would change it.

Facts of the past last until one of their `edges`, and so do tags, points, tiers and stages, which are made of them. All
else is asked for in every request: facts of the context and of the person's attributes, and calls of which nobody can
tell how long they stay as they are.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from weakref import ref

from slotwise.audiences import OUT, argument, held_out
from slotwise.edges import Reads, joined, of_conditions, of_fact, of_points, until
from slotwise.moment import Moment
from slotwise.rulebook.alike import Alike
from slotwise.rulebook.questions import Questions
from slotwise.standing import Plan, Standing

_KEPT = "answers"
"""Where a past keeps them."""


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
        self._all = joined(self._reads.values())
        self._outs = {name: plan.audiences.entries.get(argument(name)) for name in found if name.startswith(OUT)}

    def recall(self, moment: Moment) -> Answers | None:
        """Return what is known without asking; None of somebody of whom nothing is kept."""
        found: Answers | None = moment.shared.get(_KEPT)
        if found is None or not found.begin <= moment.now < found.until or found.by() is not self:
            return None
        standing = moment.standing
        same = isinstance(standing, Standing) and found.person_id == standing.person_id
        return found if same and found.hidden == moment.hidden else None

    def keep(self, moment: Moment, facts: Sequence[str], said: Mapping[str, bytes]) -> None:
        """Keep the answers to some facts, as far as they last, with the person's past."""
        before, standing = self.recall(moment), moment.standing
        if not isinstance(standing, Standing):
            return
        told = standing.told
        if told.until <= moment.now:
            return
        ends = {name: until(name, edges, moment, told) for name, edges in self._all.items()}
        unknown = {name for name, end in ends.items() if not end}
        lasting = {} if before is None else dict(before.said)
        for name in facts:
            reads = self._reads.get(name)
            if (reads is not None and unknown.isdisjoint(reads)) or self._let_in(name, standing.person_id):
                lasting[name] = said[name]
        first = min([told.until, *(end for end in ends.values() if end)])
        asked = frozenset(facts) if before is None else before.asked.union(facts)
        moment.shared[_KEPT] = Answers(
            lasting, asked, moment.now, first, standing.person_id, moment.hidden, self._self
        )  # fmt: skip

    def _let_in(self, name: str, person_id: str) -> bool:
        """Whether a fact asks if the person is held out of a campaign, which stays so for who is not."""
        audience = self._outs.get(name)
        return audience is not None and not held_out(audience, person_id)


def _reads(name: str, alike: Alike, plan: Plan) -> Reads | None:
    """What a fact is made of, as far as that is the past; None where it may change at any time."""
    match name:
        case "tags":
            return of_conditions([each.when for each in plan.tags if each.when is not None])
        case "state.points" | "state.tier":
            return of_points(plan.life)
        case "state.stage":
            stages = plan.life.stages
            return of_conditions([each for one in stages for each in (one.entry, one.exit) if each is not None])
    return of_fact(name, alike)
