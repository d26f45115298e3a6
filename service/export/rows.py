"""Rows of the log as columns of the data set: events, and one row for every placement of a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from service.export.facts import Facts
from service.export.who import Who
from service.stores.decisions import Kept
from slotwise import log

Columns = dict[str, list[Any]]
EVENT_EXTRA = (log.RECEIVED_AT, log.ATTRIBUTED)
DECISION_EXTRA = (
    log.SERVICE_LEVEL, log.MODEL, log.VERSION, log.VARIANT, log.SCORE, log.CONSIDERED, log.PERSONALIZE,
)  # fmt: skip


def event_columns(rows: Sequence[Any], who: Who, facts: Facts) -> Columns:
    """Return events as columns; raises NewFactError. A session tells of its person, so it goes where that goes."""
    columns: Columns = {name: [getattr(row, name) for row in rows] for name in log.EVENT_COLUMNS + EVENT_EXTRA}
    columns[log.PERSON] = [who.root(each) for each in columns[log.PERSON]]
    columns[log.SESSION] = _of_persons(columns[log.SESSION], columns[log.PERSON])
    return columns | _facts([orjson.loads(row.context) for row in rows], facts)


def decision_columns(kept: Sequence[Kept], who: Who, facts: Facts) -> Columns:
    """Return the placements of decisions as columns; raises NewFactError.

    A decision that was not to be personal stands for nobody: nothing of the person was read for it.
    """
    columns: Columns = {name: [] for name in log.DECISION_COLUMNS + DECISION_EXTRA}
    contexts: list[Mapping[str, Any]] = []
    for each in kept:
        record = orjson.loads(each.record)
        personal = record.get("personalize", True)
        person = who.root(each.person_id) if personal else None
        model = record.get("model") or {}
        shared = {
            log.DECISION: each.decision_id,
            log.DECIDED_AT: each.decided_at,
            log.PERSON: person,
            log.SCENE: record["scene"],
            log.SESSION: record["session"] if person is not None else None,
            log.POLICY: record["policy"].get("policy"),
            log.MODEL: model.get("name"),
            log.VERSION: model.get("version"),
            log.VARIANT: record.get("variant") or None,
            log.PERSONALIZE: personal,
        }
        for entry in record["touchpoints"]:
            own = {
                log.TOUCHPOINT: entry["touchpoint"],
                log.SERVICE_LEVEL: entry["service_level"],
                log.CONSIDERED: entry["considered"],
            }
            for placement in entry["placements"]:
                row = shared | own | placement
                contexts.append(record["context"])
                for name, values in columns.items():
                    values.append(row.get(name))
    return columns | _facts(contexts, facts)


def _facts(contexts: Sequence[Mapping[str, Any]], facts: Facts) -> Columns:
    facts.learn(contexts)
    return {log.CONTEXT_PREFIX + name: facts.column(name, contexts) for name in sorted(facts.kinds)}


def _of_persons(values: list[Any], persons: list[Any]) -> list[Any]:
    return [None if person is None else value for value, person in zip(values, persons, strict=True)]
