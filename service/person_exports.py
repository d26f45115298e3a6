"""Exports: everything about a person from every table, as one JSON document that is written while it is read."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from service.moments import to_text
from service.persons import Persons
from service.recorded import recorded
from service.stores.decisions import Decisions
from service.stores.person_rows import HELD, rows
from service.stores.rejected_persons import rejected_of

_JSON = {"context", "properties", "identities", "problem", "body", "record"}
"""Columns that hold JSON."""
_LEFT = {"features", "feature_set", "state", "digest"}
"""Columns in a form of their own; what they say is told in another one."""
_AT_ONCE = 64 << 10


class PersonExports:
    """Writes exports. `wall` gives seconds UTC."""

    def __init__(self, persons: Persons, decisions: Decisions, wall: Callable[[], float] = time.time):
        self._persons = persons
        self._decisions = decisions
        self._wall = wall

    def export(self, person_id: str) -> Iterator[bytes]:
        """Return the document in pieces; raise UnknownPersonError, PersonErasedError or StoreError before the first."""
        shown = self._persons.show(person_id, timeline=0)
        del shown["timeline"]
        head = {"exported_at": to_text(int(self._wall() * 1_000)), **shown, "ids": self._persons.ids(person_id)}
        return _gathered(self._written(head))

    def _written(self, head: dict[str, Any]) -> Iterator[bytes]:
        yield orjson.dumps(head)[:-1]
        for name in HELD:
            yield from _list(name, (self._row(name, each) for each in rows(self._persons.database, name, head["ids"])))
        yield from _list("rejected_events", map(_plain, rejected_of(self._persons.database, head["ids"])))
        yield b"}"

    def _row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        if name == "decisions":
            # Read again with the names of its features.
            return orjson.loads(recorded(self._decisions, row["decision_id"]) or b"{}")
        return _plain(row)


def _list(name: str, entries: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    yield b"," + orjson.dumps(name) + b":["
    for number, each in enumerate(entries):
        yield (b"," if number else b"") + orjson.dumps(each, default=str)
    yield b"]"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {str(name): _value(name, value) for name, value in row.items() if name not in _LEFT}


def _value(name: str, value: Any) -> Any:
    if name in _JSON and value:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            pass
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Gather small pieces into larger ones."""
    waiting, size = list[bytes](), 0
    for each in pieces:
        waiting.append(each)
        size += len(each)
        if size >= _AT_ONCE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
