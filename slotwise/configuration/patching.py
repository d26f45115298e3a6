"""Patching: entries with some fields changed, as a JSON merge patch says (RFC 7396), and what is wrong with a patch."""

from collections.abc import Mapping
from typing import Any

from slotwise.configuration.reading import read_entry
from slotwise.documents import Entries, Entry, Problem, kinds, pointer

PATCHABLE = ("rules", "scenes", "touchpoints")
"""What an experiment may change: what decides what is shown. Who persons are, and what is measured, stays the same."""
Patch = Mapping[str, Mapping[str, Any]]


def patched(entries: Entries, patch: Patch) -> tuple[dict[str, dict[str, Entry]], list[Problem]]:
    """Return the entries with a patch applied, and what is wrong with it; pointers are relative to the patch.

    By kind of document and entry: null as a whole takes the entry away, a rule that there is not is added behind all.
    """
    found = {kind: dict(each) for kind, each in entries.items()}
    wrong: list[Problem] = []
    for kind, changes in patch.items():
        if kind not in PATCHABLE:
            detail = f"an experiment does not change {kind}"
            wrong.append(Problem(pointer(kind), "not_patchable", detail, list(PATCHABLE), kind))
            continue
        for name, change in changes.items():
            wrong += _change(found, kind, name, change)
    return found, wrong


def merged(old: Any, patch: Any) -> Any:
    """Return a value with a merge patch applied: null takes a field away, an object goes deeper, all else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(old) if isinstance(old, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def _change(entries: dict[str, dict[str, Entry]], kind: str, name: str, change: Any) -> list[Problem]:
    before, shape = entries.get(kind, {}).get(name), kinds()[kind]
    if before is None and (kind != "rules" or change is None):
        detail = f"there is no {name!r} among the {kind} of the configuration"
        return [Problem(pointer(kind, name), "reference_unknown", detail, sorted(entries.get(kind, {})), name)]
    if change is None:
        del entries[kind][name]
        return []
    written = merged({} if before is None else before.to_json(), change)
    if written.setdefault(shape.key, name) != name:
        detail = f"{shape.key} names the entry: it stays {name!r}"
        return [Problem(pointer(kind, name, shape.key), "value_wrong", detail, name, written[shape.key])]
    entry, wrong = read_entry(shape, written, (kind, name))
    if entry is not None:
        entries.setdefault(kind, {})[name] = entry
    return wrong
