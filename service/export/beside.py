"""Beside the days: who the persons are, and what they said about themselves."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from service.export.facts import Facts, NewFactError
from service.export.files import schema, write
from service.export.rows import Columns
from service.export.who import Who, attributes
from service.stores.log_days import LogDays
from slotwise import log


def write_persons(path: Path, source: LogDays) -> int:
    """Write the attributes of all persons, each with its kind; return how many rows these are."""
    facts = Facts({})
    while True:
        try:
            for batch in attributes(source):
                facts.learn([shown for _, shown in batch])
            break
        except NewFactError:
            continue
    types = facts.types(log.ATTRIBUTE_PREFIX)
    columns = (
        {log.PERSON: [person for person, _ in batch]}
        | facts.columns(log.ATTRIBUTE_PREFIX, [shown for _, shown in batch])
        for batch in attributes(source)
    )
    return write(path, schema([log.PERSON, *types], types), columns)


def write_consents(path: Path, source: LogDays, who: Who) -> int:
    """Write what persons said about being known; return how many rows these are."""
    return write(path, schema(log.CONSENT_COLUMNS, {}), _consents(source, who))


def _consents(source: LogDays, who: Who) -> Iterator[Columns]:
    """Give what persons said whose rows still are theirs."""
    for rows in source.consents():
        said = [(who.root(row.person_id), row.occurred_at, orjson.loads(row.properties)) for row in rows]
        kept = [each for each in said if each[0] is not None]
        yield {
            log.PERSON: [person for person, _, _ in kept],
            log.OCCURRED_AT: [at for _, at, _ in kept],
            log.PERSONALIZE: [bool(each.get("personalize", True)) for _, _, each in kept],
            log.HIDDEN: [list(each.get("hidden") or ()) for _, _, each in kept],
        }
