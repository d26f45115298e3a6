"""Assigned unit: what a unit gets of an experiment in this installation, with what is known of the person."""

from typing import Any

from service.asked import DecisionRequest
from service.asked_experiments import AssignmentRequest
from service.experiments.assigning import assignment_told
from service.timing import Timing
from service.wiring import Service
from slotwise import person
from slotwise.conditions import Condition
from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.situation import nobodys, situation


def assigned_unit(service: Service, experiment: Experiment, asked: AssignmentRequest) -> dict[str, Any]:
    """Return what a person or session gets now, and why; raise StoreError."""
    configuration = service.configuration.history.salvaged()[0].configuration
    request = DecisionRequest(
        person=asked.person, context=asked.context, session=asked.session, touchpoints=[], open=True, dry_run=True
    )
    found = service.answering.people.find(asked.person)
    serving = service.models.current

    def in_audience(condition: Condition) -> bool:
        if serving is None:
            return False
        wanted, _ = service.answering.wanted(request, serving, Timing())
        reader = person.readable(found.state)
        if not found.readable:
            return condition.holds(nobodys(serving.model, wanted).facts)
        return condition.holds(situation(serving.model, reader, wanted, serving.live).facts)

    units = {"person": found.person_id or None, "session": asked.session}
    now = int(service.answering.wall() * 1_000)
    return assignment_told(experiment, configuration.of(Holdout), units, in_audience, now, asked.forced)
