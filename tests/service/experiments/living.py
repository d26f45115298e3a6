"""Experiments that run: documents of them, and a live log of whom they met and what those did."""

from sqlalchemy import insert

from service.stores.database import Database
from service.stores.events import Events
from service.stores.new_events import NewEvent
from service.stores.states import States
from service.stores.tables import ASSIGNMENTS
from slotwise.documents.experiments import Experiment, Guardrail, Judged, Phase, Step, Variant
from slotwise.documents.metrics import Metric
from slotwise.events import Event

START = 1_790_000_000_000
MINUTE, HOUR = 60_000, 3_600_000
CTR = {
    "metric": "ctr", "title": "Click rate", "kind": "behaviour", "unit": "share", "owner": "o",
    "numerator": {"type": "click"}, "denominator": {"type": "exposure"},
}  # fmt: skip
DISMISSED = {
    "metric": "dismissed", "title": "Dismissals", "kind": "experience", "unit": "a person", "owner": "o",
    "numerator": {"type": "dismiss"}, "direction": "down",
}  # fmt: skip
METRICS = {each["metric"]: Metric.model_validate(each) for each in (CTR, DISMISSED)}


def experiment(name="hero", **fields):
    """An experiment of two variants in its first phase, with guardrails."""
    variants = [Variant(variant="control", weight=0.5), Variant(variant="bold", weight=0.5)]
    phase = Phase(
        number=1, began_at=START, unit="person", variants=variants, control="control",
        ramp=[Step(at=START, share=1.0, buckets=[(0, 10_000)])],
    )  # fmt: skip
    told = {
        "experiment": name, "variants": variants, "control": "control", "primary": Judged(metric="ctr"), "share": 1.0,
        "status": "running", "phases": [phase], "guardrails": [
            Guardrail(metric="latency_ms", margin=0.2), Guardrail(metric="fallback_share", margin=0.1),
            Guardrail(metric="ctr", margin=0.1), Guardrail(metric="dismissed", margin=0.2),
        ],
    }  # fmt: skip
    return Experiment(**told | fields)


def assigned(person, at, variant, **fields):
    """A row of the assignments."""
    row = {
        "decision_id": f"d-{person}-{at}", "experiment": "hero", "decided_at": at, "person_id": person,
        "session": f"s-{person}", "unit": person, "phase": 1, "variant": variant, "probability": 0.5,
        "reason": "assigned", "served": variant, "model": "m", "version": "1", "service_level": "ranker",
        "elapsed_ms": 10.0,
    }  # fmt: skip
    return row | fields


def event(person, at, kind, number=0):
    """An event of a person."""
    found = Event(f"e-{person}-{at}-{kind}-{number}", at, person, kind, session=f"s-{person}")
    return NewEvent(found, at, {})


def fill(database: Database, rows=(), events=()):
    """Write assignments and events as the service would have."""
    if rows:
        with database.write() as connection:
            connection.execute(insert(ASSIGNMENTS), list(rows))
    if events:
        assert Events(database, States(database)).add(list(events))
