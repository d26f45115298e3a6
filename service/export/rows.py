"""Rows of the log as columns of the data set: events, and one row for every placement of a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from service.export.facts import Facts
from service.export.who import Who
from service.stores.assignments import Row
from service.stores.decisions import Kept
from service.stores.log_days import EVENT_ROW
from slotwise import log

Columns = dict[str, list[Any]]
EVENT_EXTRA = (log.RECEIVED_AT, log.ATTRIBUTED, log.STEP)
DECISION_EXTRA = (
    log.SERVICE_LEVEL, log.SHORT, log.ELAPSED, log.MODEL, log.VERSION, log.VARIANT, log.SCORE, log.CONSIDERED,
    log.PERSONALIZE, log.EXPERIMENTS, log.TEAM,
)  # fmt: skip

_OF_ENTRY = (log.TOUCHPOINT, log.SERVICE_LEVEL, log.CONSIDERED)
_OF_PLACEMENT = (log.SLOT, log.CONTENT, log.PRODUCT, log.PROPENSITY, log.SCORE, log.TEAM)


def event_columns(rows: Sequence[tuple[Any, ...]], who: Who, facts: Facts) -> Columns:
    """Return events, tuples of EVENT_ROW, as columns; raises NewFactError.

    A session tells of its person, so it goes where that goes.
    """
    columns: Columns = dict(zip(EVENT_ROW, map(list, zip(*rows, strict=True)), strict=True))
    contexts = [orjson.loads(text) for text in columns.pop("context")]
    columns[log.PERSON] = [who.root(each) for each in columns[log.PERSON]]
    columns[log.SESSION] = _of_persons(columns[log.SESSION], columns[log.PERSON])
    columns[log.STEP] = [_step(text) for text in columns.pop("properties")]
    return columns | facts.columns(log.CONTEXT_PREFIX, contexts)


def decision_columns(kept: Sequence[Kept], who: Who, facts: Facts, attributes: Facts) -> Columns:
    """Return the placements of decisions as columns; raises NewFactError.

    A decision that was not to be personal stands for nobody: nothing of the person was read for it. Attributes that
    were given with the request go where the person goes.
    """
    columns: Columns = {name: [] for name in log.DECISION_COLUMNS + DECISION_EXTRA}
    contexts, given = list[Mapping[str, Any]](), list[Mapping[str, Any]]()
    for each in kept:
        record = orjson.loads(each.record)
        shared = _shared(each, record, who)
        for entry in record["touchpoints"]:
            placements = entry["placements"]
            of_entry = {name: entry[name] for name in _OF_ENTRY} | _of_entry(entry)
            for name, value in (shared | of_entry).items():
                columns[name] += [value] * len(placements)
            for name in _OF_PLACEMENT:
                columns[name] += [placement.get(name) for placement in placements]
            contexts += [record["context"]] * len(placements)
            own = record.get("attributes") or {}
            given += [own if shared[log.PERSON] is not None else {}] * len(placements)
    named = facts.columns(log.CONTEXT_PREFIX, contexts), attributes.columns(log.ATTRIBUTE_PREFIX, given)
    return columns | named[0] | named[1]


def assignment_columns(rows: Sequence[Row], who: Who) -> Columns:
    """Return rows of assignments as columns; the hashed unit and the session go where their person goes."""
    columns: Columns = dict(zip(log.ASSIGNMENT_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    columns[log.PERSON] = [who.root(each) for each in columns[log.PERSON]]
    return columns | {name: _of_persons(columns[name], columns[log.PERSON]) for name in (log.SESSION, log.UNIT)}


def _of_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a touchpoint says of itself where it does: why it is short, and what experiments made of it."""
    model = entry.get("model") or {}
    told = {log.MODEL: model.get("name"), log.VERSION: model.get("version")} if model else {}
    if log.POLICY in entry:
        told[log.POLICY] = entry[log.POLICY].get("policy")
    if log.EXPERIMENTS in entry:
        told |= {log.VARIANT: entry[log.VARIANT], log.EXPERIMENTS: entry[log.EXPERIMENTS]}
    return {log.SHORT: entry.get("short"), **told}


def _shared(kept: Kept, record: Mapping[str, Any], who: Who) -> dict[str, Any]:
    """Return what is the same for all placements of a decision."""
    personal, model = record.get("personalize", True), record.get("model") or {}
    person = who.root(kept.person_id) if personal else None
    return {
        log.DECISION: kept.decision_id,
        log.DECIDED_AT: kept.decided_at,
        log.PERSON: person,
        log.SCENE: record["scene"],
        log.SESSION: record["session"] if person is not None else None,
        log.POLICY: record["policy"].get("policy"),
        log.MODEL: model.get("name"),
        log.VERSION: model.get("version"),
        log.VARIANT: record.get("variant") or None,
        log.EXPERIMENTS: None,
        log.PERSONALIZE: personal,
        log.ELAPSED: record.get(log.ELAPSED),
    }


def _step(properties: str) -> str | None:
    """The step that a client's events name; most events have none, and their properties are not read."""
    if '"step"' not in properties:
        return None
    step = orjson.loads(properties).get(log.STEP)
    return step if isinstance(step, str) else None


def _of_persons(values: list[Any], persons: list[Any]) -> list[Any]:
    return [None if person is None else value for value, person in zip(values, persons, strict=True)]
