"""Assigning: what one experiment means for a unit and why, told without a decision; nothing is logged."""

from collections.abc import Callable
from typing import Any

from slotwise.buckets import ALL, bucket, count
from slotwise.conditions import Condition
from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.assigned import Assigned, Reason
from slotwise.experiments.assignment import assign
from slotwise.experiments.drawing import layer_salt
from slotwise.experiments.units import normalised

_SAID = {
    Reason.FORCED: "it is a tester of this variant, kept out of all statistics",
    Reason.HOLDOUT: "it is in a global holdout, which no experiment touches",
    Reason.NO_UNIT: "the request names no such id, and nobody is assigned by chance that cannot be repeated",
    Reason.OTHER_BUCKET: "its bucket of the layer is not the experiment's",
    Reason.NOT_IN_AUDIENCE: "it is not in the audience",
    Reason.NOT_RUNNING: "the experiment does not run",
    Reason.PAUSED: "the experiment is paused",
}


def assignment_told(
    experiment: Experiment,
    holdouts: tuple[Holdout, ...],
    units: dict[str, str | None],
    in_audience: Callable[[Condition], bool],
    now: int,
    forced: str | None = None,
) -> dict[str, Any]:
    """Return what a unit gets at a moment (ms UTC), in values and in words."""
    unit = normalised(units.get(experiment.unit))
    by_name = {} if forced is None else {experiment.id: forced}
    covered = experiment.phase.touchpoints if experiment.phase else []
    given = dict[str, object](units)
    found = assign([experiment], holdouts, given, covered or ("*",), in_audience, now, by_name)
    one = found[0] if found else Assigned(experiment.id, 0, "", 0.0, Reason.NOT_RUNNING, "")
    place = None if unit is None else bucket(layer_salt(experiment.layer), unit)
    return {
        "experiment": experiment.id,
        "phase": one.phase or None,
        "unit": unit,
        "variant": one.variant or None,
        "served": one.served or None,
        "probability": one.probability if one.variant else None,
        "reason": one.reason.value,
        "bucket": place,
        "text": _text(experiment, one, unit, place),
    }


def _text(experiment: Experiment, one: Assigned, unit: str | None, place: int | None) -> str:
    who = f"{experiment.unit} {unit!r}" if unit is not None else f"a caller without a {experiment.unit}"
    if not one.variant:
        return f"{who} gets what everybody gets: {_SAID[one.reason]}{_buckets(experiment, one, place)}"
    if one.forced:
        return f"{who} gets {one.variant}: {_SAID[one.reason]}"
    rests = f", and is answered as {one.served} while {one.variant} is paused" if one.served != one.variant else ""
    return f"{who} is in {one.variant} (probability {one.probability:.4g}){rests}"


def _buckets(experiment: Experiment, one: Assigned, place: int | None) -> str:
    if one.reason is not Reason.OTHER_BUCKET or experiment.phase is None or place is None:
        return ""
    owned = count(experiment.phase.ramp[-1].buckets)
    return f" ({place} of {ALL}; it owns {owned} of them)"
