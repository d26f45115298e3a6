"""Outcomes: what treated and held-out persons of an export did after it, from the log of events."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from service.stores.audience_exports import AudienceExports, Export
from service.stores.identities import Identities
from slotwise.documents.audiences import Audience
from slotwise.errors import LiftError
from slotwise.lift import Group, Lift

_DAY = 86_400_000


class Reached(Protocol):
    """Where it is read who reached a goal: the live log, or a folder of one."""

    def reached(self, event: str, since: int, until: int, products: Collection[str] | None = None) -> set[str]:
        """Return the ids under which events of a type happened in [since, until), ms UTC, of some products or all."""


class Outcome(NamedTuple):
    """The lift of an export in [since, until), ms UTC; `complete` when that time is over. `in_both` persons were found
    to be one with a person of the other group, and are left out."""

    lift: Lift
    since: int
    until: int
    complete: bool
    in_both: int


@dataclass(frozen=True)
class Outcomes:
    """Reads what came of exports."""

    exports: AudienceExports
    goals: Reached
    identities: Identities

    def lift(self, export: Export, now: int, event: str | None = None, days: float | None = None) -> Outcome:
        """Return the lift of an export as of `now` (ms UTC) by its own goal, or by another event and window.

        Raises LiftError for a window that has no time in it, or StoreError. Persons are counted as who they are now:
        those that were merged since count once.

        """
        audience = Audience(**export.body["document"])
        window = audience.goal.days if days is None else days
        if not window > 0:
            raise LiftError("the window has no time in it", expected="more than 0 days", given=window)
        end = export.made_at + round(window * _DAY)
        arms, in_both = self._arms(export)
        wanted = export.body.get("goal_products")
        reached = self.goals.reached(event or audience.goal.event, export.made_at, min(end, now), wanted)
        done = set(self.identities.roots(reached).values()) | reached
        treated, held_out = (Group(len(arm), len(arm & done)) for arm in arms)
        return Outcome(Lift(treated, held_out), export.made_at, min(end, now), end <= now, in_both)

    def _arms(self, export: Export) -> tuple[tuple[set[str], set[str]], int]:
        """Return the treated and the held-out persons as who they are now, and how many were in both."""
        treated, held = set[str](), set[str]()
        for members in self.exports.members(export.export_id):
            roots = self.identities.roots([name for name, _ in members])
            treated.update(roots[name] for name, given in members if given)
            held.update(roots[name] for name, given in members if not given)
        both = treated & held
        return (treated - both, held - both), len(both)


def told(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as a document; times are ms UTC."""
    return {**outcome.lift.to_json(), **{name: value for name, value in outcome._asdict().items() if name != "lift"}}
