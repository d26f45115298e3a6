"""Naming: which entry a problem is about, by the place that its pointer tells."""

from collections.abc import Iterable, Mapping
from typing import Any

from slotwise.documents import Problem, kinds


def named(found: Iterable[Problem], documents: Mapping[str, Any]) -> list[Problem]:
    """Return the problems with the ids of their entries, as they stand in the documents as they were written."""
    return [each._replace(entry=_entry(each.pointer, documents)) for each in found]


def _entry(pointer: str, documents: Mapping[str, Any]) -> str:
    kind, _, rest = pointer.removeprefix("/").partition("/")
    place, document = rest.partition("/")[0], documents.get(kind)
    if kind not in kinds() or not isinstance(document, list) or not place.isdecimal() or int(place) >= len(document):
        return ""
    written = document[int(place)]
    name = written.get(kinds()[kind].key) if isinstance(written, Mapping) else None
    return name if isinstance(name, str) else ""
