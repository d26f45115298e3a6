"""Rows: a decision's experiments as the log has them: in its record, and in the table of assignments."""

from typing import Any

from service.variants.trial import Filled, Trial
from slotwise import log
from slotwise.decision import ServiceLevel
from slotwise.experiments.assigned import Assigned
from slotwise.experiments.units import normalised

_LEVELS = tuple(ServiceLevel)
_HOLDOUT = "holdout"


def told(assigned: Assigned) -> dict[str, Any]:
    """Return one experiment as a document."""
    return {**assigned._asdict(), "reason": assigned.reason.value, "probability": assigned.probability}


def rows(trial: Trial, decision_id: str, decided_at: int, person_id: str, elapsed_ms: float) -> list[dict[str, Any]]:
    """Return the rows of `assignments`: experiments that the unit is enrolled in, and the holdouts that it is in."""
    shared = {
        log.DECISION: decision_id,
        log.DECIDED_AT: decided_at,
        log.PERSON: person_id or None,
        log.SESSION: trial.enrolment.units.get("session"),
        log.ELAPSED: elapsed_ms,
    }
    found = [{**shared, **_enrolled(trial, each)} for each in trial.enrolment.assigned if each.variant]
    return found + [{**shared, **_held(trial, name)} for name in trial.enrolment.held_by]


def _enrolled(trial: Trial, assigned: Assigned) -> dict[str, Any]:
    covered = [
        each for each in trial.answered if any(one.experiment == assigned.experiment for one in each.experiments)
    ]
    return {
        log.UNIT: trial.enrolment.unit(assigned.experiment),
        log.EXPERIMENT: assigned.experiment,
        log.PHASE: assigned.phase,
        log.VARIANT: assigned.variant,
        log.PROBABILITY: assigned.probability,
        log.REASON: assigned.reason.value,
        log.SERVED: assigned.served,
        **_made_by(covered or list(trial.answered)),
    }


def _held(trial: Trial, holdout: str) -> dict[str, Any]:
    units = trial.enrolment.units
    return {
        log.UNIT: normalised(units.get("person") or units.get("session")),
        log.EXPERIMENT: holdout,
        log.PHASE: 0,
        log.VARIANT: "",
        log.PROBABILITY: 0.0,
        log.REASON: _HOLDOUT,
        log.SERVED: "",
        **_made_by(list(trial.answered)),
    }


def _made_by(answered: list[Filled]) -> dict[str, Any]:
    """Return the model of some touchpoints, and the worst step of the ladder among them."""
    model = answered[0].serving.model
    level = max((each.slate.level for each in answered), key=_LEVELS.index)
    return {log.MODEL: model.name, log.VERSION: model.version, log.SERVICE_LEVEL: level.value}
