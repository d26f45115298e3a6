"""Facts: the raw facts of requests and events as columns, each of them a category or a number for good."""

from collections.abc import Mapping, Sequence
from typing import Any

from slotwise.facets import text_of

TEXT, NUMBER = "text", "number"
MOST = 200
"""Most facts that become columns; callers can make up names without end."""


class NewFactError(Exception):
    """A fact that has no column yet: what was begun without it has to be begun again."""


class Facts:
    """Names of facts with the kind that each one had when it was first seen; what does not fit later is left out."""

    def __init__(self, kinds: Mapping[str, str]):
        self.kinds = dict(kinds)
        self.misfits: dict[str, int] = {}

    def learn(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take up new facts; raises NewFactError when there are any."""
        names = {name for row in rows for name in row}
        new = sorted(names - self.kinds.keys())[: max(MOST - len(self.kinds), 0)]
        for name in new:
            first = next(row[name] for row in rows if name in row)
            self.kinds[name] = TEXT if isinstance(first, str) else NUMBER
        if new:
            raise NewFactError

    def types(self, prefix: str) -> dict[str, str]:
        """Return the kind of every column under its whole name."""
        return {prefix + name: kind for name, kind in sorted(self.kinds.items())}

    def columns(self, prefix: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
        """Return all columns under their whole names; raises NewFactError."""
        self.learn(rows)
        return {prefix + name: self.column(name, rows) for name in sorted(self.kinds)}

    def column(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return the values of a fact, None where a row has none or one of the other kind that cannot be turned."""
        if self.kinds[name] == TEXT:
            return [None if (value := row.get(name)) is None else text_of(value) for row in rows]
        values = [row.get(name) for row in rows]
        wrong = sum(isinstance(value, str) for value in values)
        if wrong:
            self.misfits[name] = self.misfits.get(name, 0) + wrong
        return [None if value is None or isinstance(value, str) else float(value) for value in values]
