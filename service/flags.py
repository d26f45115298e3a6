"""Flags: experiments as OpenFeature sees them, each a flag whose value is the variant's name."""

from typing import Any

from service.asked import DecisionRequest, Person
from service.asked_flags import FlagContext
from service.variants.enrolling import enrol
from service.wiring import Service
from slotwise.documents.experiments import LIVE, Experiment
from slotwise.experiments.assigned import Assigned, Reason

_REASONS = {
    Reason.FORCED: "TARGETING_MATCH",
    Reason.ASSIGNED: "SPLIT",
    Reason.PAUSED: "DISABLED",
    Reason.NOT_RUNNING: "DISABLED",
}
"""Of whoever is left out for another reason the value is the same for all: STATIC."""


def assigned_to(service: Service, context: FlagContext) -> dict[str, Assigned]:
    """Return what every live experiment means for a context, by name, as a decision would find it; nothing is logged.

    Raises nothing: a person who cannot be read is in no audience.
    """
    serving, now = service.models.current, int(service.answering.wall() * 1_000)
    if serving is None:
        return {}
    asked = DecisionRequest(
        person=Person(id=context.person, attributes=context.attributes), session=context.visit, touchpoints=[],
        open=True, dry_run=True,
    )  # fmt: skip
    found = service.answering.people.find(asked.person)
    enrolment = enrol(service.answering.variants.prepared, asked, found, serving, None, now)
    return {each.experiment: each for each in enrolment.assigned}


def flag_told(experiment: Experiment, assigned: Assigned | None) -> dict[str, Any]:
    """Return an experiment as an evaluated flag, or as one that failed for want of an id."""
    found = assigned or Assigned(experiment.id, 0, "", 0.0, Reason.NOT_RUNNING, "")
    if found.reason is Reason.NO_UNIT:
        name = "targetingKey" if experiment.unit == "person" else "session"
        detail = f"the experiment assigns by {experiment.unit}: the context needs {name!r}"
        return {"key": experiment.id, "errorCode": "TARGETING_KEY_MISSING", "errorDetails": detail}
    told: dict[str, Any] = {
        "key": experiment.id,
        "reason": _REASONS.get(found.reason, "STATIC"),
        "variant": found.variant,
        "metadata": {"phase": found.phase, "enrolled": found.counts, "why": found.reason.value},
    }
    if found.variant:
        told["value"] = found.served or experiment.control
        told["metadata"] |= {"probability": found.probability, "paused": found.served != found.variant}
    return told


def flags_of(experiments: tuple[Experiment, ...]) -> list[Experiment]:
    """Return the experiments that are told when all flags are asked for: those that are live."""
    return [each for each in experiments if each.status in LIVE]
