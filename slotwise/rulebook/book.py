"""Rulebook: all rules and touchpoints of a configuration, compiled against one catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.conditions import Condition
from slotwise.policies import Policy, policy_from_json
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.policies.thompson import Thompson
from slotwise.rulebook.applied import Applied, apply
from slotwise.rulebook.caps import Caps
from slotwise.rulebook.closers import Closers
from slotwise.rulebook.columns import ContentColumns
from slotwise.rulebook.effects import Capping, Closing, Effect
from slotwise.rulebook.kept import Kept
from slotwise.rulebook.questions import Asked, Questions
from slotwise.rulebook.written import WrittenRule, WrittenTouchpoint
from slotwise.schedule import Schedule

_PAGES = 1_000
"""Sets of touchpoints of which is kept what they ask."""


@dataclass(frozen=True, eq=False)
class Place:
    """What applies to one touchpoint: places of rules intp (k,) and of their schedules intp (k,)."""

    rules: NDArray[np.intp]
    schedules: NDArray[np.intp]
    asked: Asked
    """What the conditions of its k rules come down to."""
    opens: Asked
    """What its own condition comes down to."""
    when: int
    schedule: int
    policy: Policy | None
    """How slates are drawn there, None for the model's own way."""
    name: str
    """The touchpoint's own."""

    @cached_property
    def shuts(self) -> bool:
        """Whether it is open at some times only, or under a condition."""
        return self.schedule >= 0 or self.when >= 0


class Rulebook:
    """Compiled once; holds nothing of a person. An empty one costs a request nothing."""

    def __init__(
        self,
        rules: Iterable[WrittenRule],
        touchpoints: Iterable[WrittenTouchpoint],
        catalog: Catalog,
        policy: Policy,
    ):
        written = {each.id: each for each in touchpoints}
        given = [*rules, *(rule for each in written.values() for rule in each.rules())]
        columns = ContentColumns(catalog)
        self.catalog = catalog
        self.touchpoints = written
        self.rules: tuple[Applied, ...] = tuple(apply(each, columns, catalog) for each in given if each.enabled)
        self.conditions: list[Condition] = []
        self.schedules: list[Schedule] = []
        self._place_of: dict[object, int] = {}
        self._timetable: tuple[int, NDArray[np.bool_]] = (-1, np.zeros(0, np.bool_))
        self._whens = np.array([self._condition(each.rule.when) for each in self.rules], np.intp)
        self._times = np.array([self._schedule(each.rule.schedule) for each in self.rules], np.intp)
        for each in written.values():
            self._condition(each.when)
        self.questions = Questions(self.conditions)
        self.places = tuple(self._place(each.touchpoint, written, policy) for each in catalog.touchpoints)
        self.closers = self._with(Closing)
        caps = {place: each.effect for place, each in enumerate(self.rules) if isinstance(each.effect, Capping)}
        self._caps = {each.key: each for each in caps.values()}
        rows = {key: row for row, key in enumerate(self._caps)}
        self.caps: dict[int, int] = {place: rows[each.key] for place, each in caps.items()}
        """The row of each capping rule in `capped`: rules that differ in their conditions alone share one."""
        self.closing: NDArray[np.bool_] = self.closers >= 0
        self.closing[list(caps)] = True
        self.quotas = tuple([place for place, each in enumerate(self.rules) if each.part == "quotas"])
        """Places of the rules with a quota."""
        self._asked: dict[tuple[int, ...], Asked] = {}
        self.kept = Kept()
        """What was found out about rules that apply together, whoever it was for."""
        self.strict = np.array([each.rule.strict for each in self.rules], np.bool_)

    @cached_property
    def empty(self) -> bool:
        """Whether there is nothing to ask."""
        asked = self.rules or self.conditions or self.schedules
        return not asked and all(each.explore is None and each.policy is None for each in self.touchpoints.values())

    @cached_property
    def faults(self) -> tuple[str, ...]:
        """What could not be compiled, and why."""
        return tuple(f"rule {each.id}: {each.fault}" for each in self.rules if each.fault)

    @cached_property
    def masks(self) -> Closers:
        """The masks of the closing rules, in the order of `closers`."""
        found = [each.effect.mask for each in self.rules if isinstance(each.effect, Closing)]
        return Closers(found, len(self.catalog.contents))

    @cached_property
    def capped(self) -> Caps:
        """The different frequency caps."""
        return Caps(list(self._caps.values()), self.catalog)

    @cached_property
    def marks(self) -> tuple[NDArray[np.bool_] | None, ...]:
        """For each rule bool (n_touchpoints,): where it applies; None for everywhere."""
        names = [each.touchpoint for each in self.catalog.touchpoints]
        return tuple(np.isin(names, each.rule.touchpoints) if each.rule.touchpoints else None for each in self.rules)

    def asked_on(self, places: tuple[int, ...]) -> Asked:
        """Return what the conditions of some touchpoints and of their rules come down to; kept for the next time."""
        found = self._asked.get(places)
        if found is None:
            if len(self._asked) >= _PAGES:
                self._asked.clear()
            here = [self.places[each] for each in places]
            conditions = [*(self._whens[each.rules] for each in here), np.array([each.when for each in here], np.intp)]
            found = self._asked[places] = self.questions.of(np.unique(np.concatenate(conditions)))
        return found

    def timetable(self, now: int) -> NDArray[np.bool_]:
        """bool (n_schedules + 1,): which schedules hold at `now` (ms UTC); the last place, for none, always does."""
        # Schedules change at whole minutes, so the last answer serves for a minute.
        minute, found = self._timetable
        if minute != now // 60_000:
            found = np.array([*(each.on(now) for each in self.schedules), True], np.bool_)
            self._timetable = (now // 60_000, found)
        return found

    def _with(self, kind: type[Effect]) -> NDArray[np.intp]:
        """intp (n_rules,): the row of each rule among those of a kind of effect, -1 for all others."""
        has = np.array([isinstance(each.effect, kind) for each in self.rules], np.bool_)
        return np.where(has, np.cumsum(has) - 1, -1)

    def _condition(self, condition: Condition | None) -> int:
        return -1 if condition is None else self._numbered(condition.text, condition, self.conditions)

    def _schedule(self, schedule: Schedule | None) -> int:
        return -1 if schedule is None else self._numbered(schedule.model_dump_json(), schedule, self.schedules)

    def _numbered(self, key: str, new: object, known: list) -> int:  # type: ignore[type-arg]
        place = self._place_of.setdefault((id(known), key), len(known))
        if place == len(known):
            known.append(new)
        return place

    def _place(self, name: str, written: dict[str, WrittenTouchpoint], policy: Policy) -> Place:
        found = [
            place for place, each in enumerate(self.rules) if not each.rule.touchpoints or name in each.rule.touchpoints
        ]
        rules = np.array(found, np.intp)
        entry = written.get(name)
        when, schedule = (self._condition(entry.when), self._schedule(entry.schedule)) if entry else (-1, -1)
        asked, opens = self.questions.of(self._whens[rules]), self.questions.of(np.array([when]))
        own = None if entry is None else drawn_by(entry, policy)
        return Place(rules, self._times[rules], asked, opens, when, schedule, own, name)


def drawn_by(entry: WrittenTouchpoint, policy: Policy) -> Policy | None:
    """Return how slates of a touchpoint are drawn, None for the model's own way; raises ConfigError."""
    own = policy if entry.policy is None else policy_from_json(entry.policy)
    own = own if entry.explore is None else explored(own, entry.explore)
    return None if own is policy else own


def explored(policy: Policy, share: float) -> Policy:
    """Return the policy with another share of slates that are drawn; one that takes no chances begins to."""
    return (
        replace(policy, explore=share) if isinstance(policy, PlackettLuce | Thompson) else PlackettLuce(explore=share)
    )
