"""The log of one large experiment, made quickly: persons who differ, two variants, a past, a known effect."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from slotwise.analysis.query import connect, literal

BEGAN = 1_780_243_200_000
DAY = 86_400_000
DAYS, HISTORY = 14, 7
RATE, EFFECT = 0.05, 0.04
"""Clicks by exposure under control, and the relative lift of the other variant."""
CONTROL, TREATED = "control", "challenger"


def configuration() -> dict[str, list[dict[str, object]]]:
    """Return the documents: two variants, a primary metric, two secondary ones and three guardrails."""

    def metric(
        name: str, numerator: object, denominator: object = None, unit: str = "n", direction: str = "up"
    ) -> dict:
        return {"metric": name, "title": name, "kind": "behaviour", "numerator": numerator, "denominator": denominator,
                "unit": unit, "owner": "bench", "direction": direction}  # fmt: skip

    variants = [{"variant": CONTROL, "weight": 0.5}, {"variant": TREATED, "weight": 0.5}]
    steps = [{"at": BEGAN, "share": 1.0, "buckets": [[0, 10_000]]}]
    phase = {"number": 1, "began_at": BEGAN, "ended_at": BEGAN + DAYS * DAY, "unit": "person", "touchpoints": [],
             "variants": variants, "control": CONTROL, "ramp": steps}  # fmt: skip
    experiment = {
        "experiment": "large", "variants": variants, "control": CONTROL, "primary": {"metric": "click_through"},
        "secondary": [{"metric": "buyers"}, {"metric": "sales", "cap": 500.0}], "segments": ["person.city"],
        "guardrails": [{"metric": "latency_ms", "margin": 0.05}, {"metric": "fallback_share", "margin": 0.1},
                       {"metric": "dismissals", "margin": 0.1}],
        "days": float(DAYS), "history_days": float(HISTORY), "status": "stopped", "phases": [phase],
    }  # fmt: skip
    metrics = [
        metric("click_through", {"type": "click"}, {"type": "exposure"}, "share"),
        metric("buyers", {"of": "persons", "type": "convert"}, {"of": "persons", "type": "exposure"}, "share"),
        metric("sales", {"of": "sum", "field": "value", "type": "convert"}, unit="CNY"),
        metric("dismissals", {"type": "dismiss"}, {"type": "exposure"}, "share", "down"),
    ]
    return {"experiments": [experiment], "metrics": metrics}


def write_log(folder: Path, persons: int, exposures: int, seed: int = 7) -> None:
    """Write assignments, decisions, events and persons; `exposures` are those of the phase, a decision each."""
    folder.mkdir(parents=True, exist_ok=True)
    before = int(exposures * HISTORY / DAYS / 4)
    with TemporaryDirectory(dir=folder) as spill, connect(Path(spill)) as connection:
        connection.execute(f"SELECT setseed({(seed % 100) / 100})")
        for name, select in _tables(persons, exposures, before).items():
            target = literal(str(folder / f"{name}.parquet"))
            connection.execute(f"COPY ({select}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
            if name == "shown":
                connection.execute(f"CREATE TEMP VIEW shown AS SELECT * FROM {target}")
    (folder / "shown.parquet").unlink()
    (folder / "dataset.json").write_text(json.dumps({"name": "large", "ended_at": BEGAN + DAYS * DAY}))


def _tables(persons: int, exposures: int, before: int) -> dict[str, str]:
    likes = "(0.4 + 1.2 * (hash(person) % 1000) / 1000)"
    treated = "(hash(person + 77) % 2 = 1)"
    shown = (
        f"SELECT i, CAST(floor({persons} * pow(random(), 1.5)) AS BIGINT) AS person, i >= {before} AS within, "
        f"CASE WHEN i >= {before} THEN {BEGAN} + CAST(floor((i - {before}) / {exposures}.0 * {DAYS * DAY}) AS BIGINT) "
        f"ELSE {BEGAN - HISTORY * DAY} + CAST(floor(i / {before}.0 * {HISTORY * DAY}) AS BIGINT) END AS moment, "
        f"random() AS clicks, random() AS buys FROM range({before + exposures}) t(i)"
    )
    rate = f"{RATE} * {likes} * (1 + {EFFECT} * CAST(within AND {treated} AS INTEGER))"
    who = "printf('person-%08d', person) AS person_id"
    event = f"{who}, 'home' AS touchpoint, printf('decision-%010d', i) AS decision_id, 's' || (i // 3) AS session"
    return {
        "shown": shown,
        "assignments": (
            f"SELECT printf('decision-%010d', i) AS decision_id, moment AS decided_at, {who}, "
            f"NULL::VARCHAR AS session, printf('person-%08d', person) AS unit, 'large' AS experiment, 1 AS phase, "
            f"CASE WHEN {treated} THEN '{TREATED}' ELSE '{CONTROL}' END AS variant, 0.5 AS probability, "
            f"'assigned' AS reason, CASE WHEN {treated} THEN '{TREATED}' ELSE '{CONTROL}' END AS served, "
            f"NULL::VARCHAR AS model, NULL::VARCHAR AS version, "
            f"CASE WHEN clicks > 0.998 THEN 'popular' ELSE 'ranker' END AS service_level, 5 + 10 * buys AS elapsed_ms "
            f"FROM shown WHERE within ORDER BY i"
        ),
        "decisions": (
            f"SELECT {event}, moment AS decided_at, CAST(1 AS SMALLINT) AS slot, 'c' || (i % 500) AS content_id "
            "FROM shown ORDER BY i"
        ),
        "events": (
            f"SELECT 'e' || i AS event_id, moment + 900 AS occurred_at, 'exposure' AS type, NULL::DOUBLE AS value, "
            f"{event} FROM shown UNION ALL "
            f"SELECT 'c' || i, moment + 9000, 'click', NULL, {event} FROM shown WHERE clicks < {rate} UNION ALL "
            f"SELECT 'b' || i, moment + 60000, 'convert', exp(3 + 2 * buys / 0.005), {event} FROM shown "
            f"WHERE buys < 0.005 UNION ALL "
            f"SELECT 'd' || i, moment + 2000, 'dismiss', NULL, {event} FROM shown WHERE clicks > 0.99"
        ),
        "persons": (
            f"SELECT printf('person-%08d', i) AS person_id, 'city' || (i % 5) AS \"attribute.city\" "
            f"FROM range({persons}) t(i)"
        ),
    }
