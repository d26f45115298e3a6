"""Small logs of experiments: what was assigned and what was done, as plain rows, written as a folder."""

import json

import pyarrow as pa
import pyarrow.parquet as pq

from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment

DAY, HOUR = 86_400_000, 3_600_000
BEGAN = 1_780_243_200_000
A, B = "a", "b"

ASSIGNMENTS = pa.schema([
    ("decision_id", pa.string()), ("decided_at", pa.int64()), ("person_id", pa.string()), ("session", pa.string()),
    ("unit", pa.string()), ("experiment", pa.string()), ("phase", pa.int64()), ("variant", pa.string()),
    ("probability", pa.float64()), ("reason", pa.string()), ("served", pa.string()),
    ("service_level", pa.string()), ("elapsed_ms", pa.float64()),
])  # fmt: skip
EVENTS = pa.schema([
    ("event_id", pa.string()), ("occurred_at", pa.int64()), ("person_id", pa.string()), ("type", pa.string()),
    ("content_id", pa.string()), ("product_id", pa.string()), ("session", pa.string()), ("decision_id", pa.string()),
    ("value", pa.float64()),
])  # fmt: skip
DECISIONS = pa.schema([
    ("decision_id", pa.string()), ("decided_at", pa.int64()), ("person_id", pa.string()), ("touchpoint", pa.string()),
    ("slot", pa.int16()), ("content_id", pa.string()), ("session", pa.string()), ("context.channel", pa.string()),
])  # fmt: skip
PERSONS = pa.schema([("person_id", pa.string()), ("attribute.city", pa.string())])
_SCHEMAS = {"assignments": ASSIGNMENTS, "events": EVENTS, "decisions": DECISIONS, "persons": PERSONS}


def assigned(unit, variant, at, **more):
    """One row of the assignments; `at` is ms since the phase began."""
    row = {"decision_id": f"d-{unit}-{at}", "decided_at": BEGAN + at, "person_id": unit, "unit": unit,
           "variant": variant, "experiment": "e", "phase": 1, "probability": 0.5, "reason": "assigned",
           "served": variant, "service_level": "ranker", "elapsed_ms": 10.0}  # fmt: skip
    return row | more


def event(person, type_, at, **more):
    """One event; `at` is ms since the phase began."""
    return {"person_id": person, "type": type_, "occurred_at": BEGAN + at} | more


def write(folder, until=14 * DAY, **tables):
    """Write tables of rows as a log folder that tells until so long after the beginning."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in {"assignments": [], "events": [], **tables}.items():
        schema = _SCHEMAS[name]
        if name == "events":
            rows = [{"event_id": f"e{place}", **row} for place, row in enumerate(rows)]
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / f"{name}.parquet")
    (folder / "dataset.json").write_text(json.dumps({"until": BEGAN + until}))
    return folder


def metric(name, numerator, denominator=None, unit="n", direction="up"):
    """An entry of the dictionary of metrics."""
    return {"metric": name, "title": name, "kind": "behaviour", "numerator": numerator, "denominator": denominator,
            "unit": unit, "owner": "o", "direction": direction}  # fmt: skip


METRICS = [
    metric("ctr", {"type": "click"}, {"type": "exposure"}, "share"),
    metric("clicks", {"type": "click"}),
    metric("sales", {"of": "sum", "field": "value", "type": "convert"}),
    metric("buyers", {"of": "persons", "type": "convert"}),
    metric("visits", {"of": "visits"}),
    metric("repeats", {"of": "repeats", "type": "exposure", "beyond": 2}),
    metric("leaves", {"type": "leave"}, direction="down"),
    metric("finished", {"type": "start", "before": {"type": "convert", "within": "2d"}}),
    metric("seconds", {"of": "seconds", "type": "convert", "after": {"type": "start", "within": "2d"}}),
]


def document(phase=(), **more):
    """An experiment of two even variants, `a` the control, in its first phase."""
    variants = more.pop("variants", [{"variant": A, "weight": 0.5}, {"variant": B, "weight": 0.5}])
    began = {"number": 1, "began_at": BEGAN, "unit": "person", "touchpoints": ["home"], "variants": variants,
             "control": A, "ramp": [{"at": BEGAN, "share": 1.0, "buckets": [[0, 10_000]]}], **dict(phase)}  # fmt: skip
    asked = {"experiment": "e", "title": "An experiment", "variants": variants, "control": A, "status": "running",
             "primary": {"metric": "clicks"}, "history_days": 7.0, "phases": [began]}  # fmt: skip
    return asked | more


def documents(experiment):
    """The configuration with one experiment and the metrics, and the experiment."""
    configuration = Configuration.load({"experiments": [experiment], "metrics": METRICS})
    return configuration, configuration.get(Experiment, experiment["experiment"])
