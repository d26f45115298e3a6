"""Folding events into a packed state as it lies: the very blob that unpacking, `person.fold` and packing would give.

What is stored of a person is read and written at every event, and making an object of each of a thousand interactions
for the sake of one costs several times as much as adding it to the columns of the blob.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import orjson

from slotwise import person
from slotwise.events import CONSENT, KINDS, Event, EventType, kind_code
from slotwise.person import HISTORY, SHOWN, Shown
from slotwise.person_packing import FORMAT, pack, unpack

_TOTALS, _FIRST, _LAST, _HISTORY, _SHOWN = 2, 3, 4, 7, 8
"""Places in the document that `person_packing.pack` makes."""
_RARE = {CONSENT, EventType.CONVERT.value}
"""Events that change more than counters and columns."""


def fold_packed(blob: bytes, events: Sequence[Event]) -> bytes:
    """Return the blob of a state after events, one after the other; raise StateError for a damaged one."""
    if not any(event.type in _RARE for event in events):
        document = _columns(blob)
        if document is not None:
            for event in events:
                _apply(document, event)
            return orjson.dumps(document)
    return pack(person.fold(unpack(blob), events))


def _columns(blob: bytes) -> list[Any] | None:
    """The document of a blob in today's format, whose parts have the lengths they should have; None for others."""
    try:
        document = orjson.loads(blob)
        sound = document[0] == FORMAT and len(document[_TOTALS]) == len(KINDS) + 1
        for place in (_HISTORY, _SHOWN):
            columns = document[place]
            sound = sound and (not columns or (len(columns) == 5 and len(set(map(len, columns))) == 1))
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    return document if sound else None


def _apply(document: list[Any], event: Event) -> None:
    document[_TOTALS][kind_code(event.type)] += 1
    at, first, last = event.occurred_at, document[_FIRST], document[_LAST]
    document[_FIRST] = at if first is None or at < first else first
    document[_LAST] = at if last is None or at > last else last
    entry = person.entry(event)
    if entry is not None:
        place, limit = (_SHOWN, SHOWN) if isinstance(entry, Shown) else (_HISTORY, HISTORY)
        document[place] = _inserted(document[place], entry, limit)


def _inserted(columns: list[list[Any]], entry: tuple[Any, ...], limit: int) -> list[list[Any]]:
    if not columns:
        return [[value] for value in entry]
    count = len(columns[0])
    place = count if columns[0][-1] < entry[0] else bisect_right(list(zip(*columns, strict=True)), entry)
    for column, value in zip(columns, entry, strict=True):
        column.insert(place, value)
        if count >= limit:
            del column[: count + 1 - limit]
    return columns
