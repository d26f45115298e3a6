"""Differences between two configurations: entries added, removed and changed, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from slotwise.configuration.configuration import Configuration
from slotwise.documents import pointer

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_BUNDLE = {"removed": "; what the bundle brought is in effect again"}
_ABSENT = object()


@dataclass(frozen=True)
class Change:
    """One field that changed; None before when it was not there, None after when it is no longer."""

    pointer: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One entry that differs; `what` is added, removed, changed or moved. Without an id: the document as such."""

    kind: str
    id: str
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def changes(self) -> list[Change]:
        """The fields of a changed entry that differ."""
        return list(_changes(self.before, self.after, ())) if self.before and self.after else []

    def to_json(self) -> dict[str, Any]:
        """Return the difference as plain values."""
        told: dict[str, Any] = {"kind": self.kind, "id": self.id, "what": self.what}
        if self.what == "changed":
            return {**told, "changes": [vars(each) for each in self.changes]}
        entry = self.after or self.before
        return {**told, "entry": entry} if entry and self.what != "moved" else told

    def lines(self) -> Iterator[str]:
        """Yield the difference as text."""
        if not self.id:
            yield f"{_SIGNS[self.what]} {self.kind}: the document" + _BUNDLE.get(self.what, "")
        elif self.what == "moved":
            yield f"> {self.kind}/{self.id}: another place in the order"
        elif self.what == "changed":
            yield f"~ {self.kind}/{self.id}"
            for each in self.changes:
                yield f"    {each.pointer}: {_short(each.before)} -> {_short(each.after)}"
        else:
            yield f"{_SIGNS[self.what]} {self.kind}/{self.id}  {_short(self.after or self.before)}"


def diff(before: Configuration, after: Configuration) -> list[Difference]:
    """Return what differs, kind by kind: first what was removed, then added, changed and moved entries."""
    found: list[Difference] = []
    for kind in sorted({*before.entries, *after.entries}):
        if (kind in before.entries) != (kind in after.entries):
            found.append(Difference(kind, "", "added" if kind in after.entries else "removed", None, None))
        found += _of_kind(kind, _written(before, kind), _written(after, kind))
    return found


def to_text(differences: list[Difference]) -> str:
    """Return differences as lines of text."""
    return "\n".join(line for each in differences for line in each.lines()) or "nothing differs"


def _written(configuration: Configuration, kind: str) -> dict[str, dict[str, Any]]:
    return {name: each.to_json() for name, each in configuration.entries.get(kind, {}).items()}


def _of_kind(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in before:
        if name not in after:
            yield Difference(kind, name, "removed", before[name], None)
    for name in after:
        if name not in before:
            yield Difference(kind, name, "added", None, after[name])
        elif before[name] != after[name]:
            yield Difference(kind, name, "changed", before[name], after[name])
    kept, now = [each for each in before if each in after], [each for each in after if each in before]
    if kept != now:
        # Where the order decides, as among stages, another order is a change.
        moved = [each for each, other in zip(now, kept, strict=True) if each != other]
        yield from (Difference(kind, each, "moved", before[each], after[each]) for each in moved)


def _changes(before: Any, after: Any, path: tuple[str | int, ...]) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
            if one != other:
                yield from _changes(one, other, (*path, name))
        return
    yield Change(pointer(*path), _plain(before), _plain(after))


def _plain(value: Any) -> Any:
    return None if value is _ABSENT else value


def _short(value: Any) -> str:
    text = "nothing" if value is None else orjson.dumps(value).decode()
    return text if len(text) <= 120 else text[:119] + "…"
