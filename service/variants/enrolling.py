"""Enrolling: which experiments and holdouts a request is part of, before anything is decided for it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from service.asked import DecisionRequest
from service.models import Serving
from service.people import Found
from service.variants.prepared import Prepared
from slotwise import chance, person
from slotwise.conditions import Condition
from slotwise.decision import Wanted
from slotwise.experiments.assigned import Assigned, Reason
from slotwise.experiments.units import normalised
from slotwise.situation import situation


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What every experiment that covers an asked touchpoint means for a request; `units` are ids by kind of unit."""

    prepared: Prepared
    assigned: tuple[Assigned, ...]
    units: Mapping[str, str | None]
    held_by: tuple[str, ...] = ()
    """Names of the global holdouts that the unit is in."""

    def unit(self, experiment: str) -> str | None:
        """Return the id by which an experiment draws, as it is hashed."""
        kind = next((each.unit for each in self.prepared.phases if each.experiment == experiment), "person")
        return normalised(self.units.get(kind))

    @property
    def enrolled(self) -> bool:
        """Whether the request is part of anything."""
        return any(each.variant for each in self.assigned) or bool(self.held_by)


def enrol(
    prepared: Prepared,
    asked: DecisionRequest,
    found: Found,
    serving: Serving,
    touchpoints: Collection[str] | None,
    now: int,
) -> Enrolment:
    """Return what a request is part of at `now` (ms UTC), with touchpoints None: of all there is. Raises nothing.

    Who wants no personal answers is in no experiment: not by the person's id, and not by the session's either.
    """
    personal = asked.personalize and found.state.personalize
    units = {"person": found.person_id or None, "session": asked.session} if personal else {}
    force = asked.experiments.force if asked.experiments is not None else {}
    assigned = prepared.plan.assign(units, touchpoints, _audiences(asked, found, serving, now), now, force)
    if not personal:
        assigned = [_opted_out(each) for each in assigned]
    return Enrolment(prepared, tuple(assigned), units, _holdouts(prepared, units, now))


def _audiences(asked: DecisionRequest, found: Found, serving: Serving, now: int) -> Callable[[Condition], bool]:
    """Return what tells whether a condition is true of the person: by the champion, so that all variants agree."""
    known: list[Mapping[str, object]] = []

    def holds(condition: Condition) -> bool:
        if not found.readable:
            return False
        try:
            if not known:
                wanted = Wanted((), serving.now(now, found.state.last_at), "")
                state = person.readable(found.state, asked.personalize)
                known.append(situation(serving.model, state, wanted, serving.live).facts)
            return bool(condition.holds(known[0]))
        except Exception:
            # Of whom it cannot be told is not in it.
            return False

    return holds


def _opted_out(assigned: Assigned) -> Assigned:
    return assigned._replace(reason=Reason.OPTED_OUT) if assigned.reason is Reason.NO_UNIT else assigned


def _holdouts(prepared: Prepared, units: Mapping[str, str | None], now: int) -> tuple[str, ...]:
    holdouts = prepared.plan.holdouts
    unit = normalised(units.get("person") or units.get("session")) if holdouts else None
    if unit is None:
        return ()
    return tuple(
        each.holdout for each in holdouts if each.open_at(now) and chance.uniform(each.salt, unit) < each.share
    )
