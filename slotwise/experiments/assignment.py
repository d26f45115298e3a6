"""Assignment: which variant of which experiment a unit gets, from the documents and its id alone.

Forced, then held out, then the layer's bucket, then the audience, then the variant; whoever is nowhere gets the
champion. A unit without an id is not enrolled: chance that could not be repeated would not be an assignment.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from slotwise import chance
from slotwise.buckets import bucket, inside
from slotwise.conditions import Condition
from slotwise.documents.experiments import LIVE, Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.assigned import INTERLEAVED, Assigned, Reason
from slotwise.experiments.planned import Planned
from slotwise.experiments.units import normalised

InAudience = Callable[[Condition], bool]
_NOBODY: Mapping[str, str] = {}


def assign(
    experiments: Iterable[Experiment],
    holdouts: Iterable[Holdout],
    units: Mapping[str, object],
    touchpoints: Collection[str] | None,
    in_audience: InAudience,
    now: int,
    forced: Mapping[str, str] = _NOBODY,
) -> list[Assigned]:
    """Return what every experiment that covers one of the touchpoints means for the units at a moment (ms UTC).

    Without touchpoints (None) it is told of all experiments.

    `units` holds the ids by kind of unit, None where there is none; `in_audience` tells whether a condition is true of
    the person; `forced` names variants by experiment. Whoever asks more than once makes a `Plan` of the documents.
    """
    return Plan.of(experiments, holdouts).assign(units, touchpoints, in_audience, now, forced)


@dataclass(frozen=True)
class Plan:
    """The live experiments and the holdouts of a configuration, prepared for requests."""

    phases: tuple[tuple[Planned, ...], ...] = ()
    """By experiment, the phase that began last first."""
    holdouts: tuple[Holdout, ...] = ()
    testers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By experiment and unit: the variant that is forced."""

    @classmethod
    def of(cls, experiments: Iterable[Experiment], holdouts: Iterable[Holdout]) -> "Plan":
        """Prepare those experiments that are live."""
        live = [each for each in experiments if each.status in LIVE and each.phases]
        phases = tuple(tuple(Planned.of(each, phase) for phase in reversed(each.phases)) for each in live)
        testers = {
            (each.experiment, unit): variant
            for each in live
            for given, variant in each.forced.items()
            if (unit := normalised(given)) is not None
        }
        return cls(phases, tuple(holdouts), testers)

    def __bool__(self) -> bool:
        return bool(self.phases)

    def assign(
        self,
        units: Mapping[str, object],
        touchpoints: Collection[str] | None,
        in_audience: InAudience,
        now: int,
        forced: Mapping[str, str] = _NOBODY,
    ) -> list[Assigned]:
        """Return as `assign` does, in the order in which the experiments are written."""
        asked = _Asked(self, units, in_audience, now, forced)
        return [
            asked.of(phase) for phases in self.phases if (phase := _current(phases, now)) and phase.covers(touchpoints)
        ]


def _current(phases: tuple[Planned, ...], now: int) -> Planned:
    """The phase that had begun; before all of them the first, which is then not running."""
    return next((each for each in phases if each.began_at <= now), phases[-1])


class _Asked:
    """One request: what is found of a unit once serves all experiments."""

    __slots__ = ("_buckets", "_forced", "_held", "_in_audience", "_now", "_plan", "_units")

    def __init__(
        self, plan: Plan, units: Mapping[str, object], in_audience: InAudience, now: int, forced: Mapping[str, str]
    ):
        self._plan, self._in_audience, self._now, self._forced = plan, in_audience, now, forced
        self._units = {kind: normalised(each) for kind, each in units.items()}
        self._buckets: dict[tuple[str, str], int] = {}
        self._held: dict[str, bool] = {}

    def of(self, phase: Planned) -> Assigned:
        """Return what one phase means for the request's unit."""
        unit, now = self._units.get(phase.unit), self._now
        if not phase.runs_at(now):
            return _left(phase, Reason.NOT_RUNNING)
        tested = self._forced.get(phase.experiment) or (unit and self._plan.testers.get((phase.experiment, unit)))
        if tested in phase.names:
            return Assigned(phase.experiment, phase.number, tested, 1.0, Reason.FORCED, tested)
        if unit is None:
            return _left(phase, Reason.NO_UNIT)
        paused = phase.paused_at(now)
        if None in paused:
            return _left(phase, Reason.PAUSED)
        if self._is_held(unit) or self._is_held(self._units.get("person")):
            return _left(phase, Reason.HOLDOUT)
        if not inside(phase.buckets_at(now), self._bucket(phase.layer, unit)):
            return _left(phase, Reason.OTHER_BUCKET)
        if phase.when is not None and not self._in_audience(phase.when):
            return _left(phase, Reason.NOT_IN_AUDIENCE)
        if phase.interleaved:
            served = phase.control if paused else INTERLEAVED
            return Assigned(phase.experiment, phase.number, INTERLEAVED, 1.0, Reason.ASSIGNED, served)
        variant, probability = phase.drawing_at(now).draw(unit)
        served = phase.control if variant in paused else variant
        return Assigned(phase.experiment, phase.number, variant, probability, Reason.ASSIGNED, served)

    def _is_held(self, unit: str | None) -> bool:
        """Whoever is held out as a person is so in experiments on sessions too."""
        if unit is None:
            return False
        found = self._held.get(unit)
        if found is None:
            found = self._held[unit] = any(
                chance.uniform(each.salt, unit) < each.share for each in self._plan.holdouts if each.open_at(self._now)
            )
        return found

    def _bucket(self, layer: str, unit: str) -> int:
        found = self._buckets.get((layer, unit))
        if found is None:
            found = self._buckets[layer, unit] = bucket(layer, unit)
        return found


def _left(phase: Planned, reason: Reason) -> Assigned:
    return Assigned(phase.experiment, phase.number, "", 0.0, reason, "")
