"""Edits: what a change makes of the configuration in effect, as plain documents: whole ones, or single entries."""

from collections.abc import Callable, Mapping
from typing import Any

from slotwise.configuration import Configuration
from slotwise.configuration.patching import merged
from slotwise.documents import kinds
from slotwise.errors import ConfigurationError, UnknownDocumentError

Edit = Callable[[Configuration], Mapping[str, Any]]


def replaced(documents: Mapping[str, Any]) -> Edit:
    """Other documents in the place of these; those that are not named stay as they are."""
    return lambda before: {**before.to_json(), **documents}


def entry_put(kind: str, name: str, entry: Any) -> Edit:
    """An entry in the place of the one of its name, or behind all others; raise ConfigurationError at another name."""

    def edit(before: Configuration) -> Mapping[str, Any]:
        key = _key(kind)
        if not isinstance(entry, Mapping) or entry.get(key, name) != name:
            raise ConfigurationError(
                f"the entry is not {name!r}", expected=name, given=str(entry)[:80], pointer=f"/{key}"
            )
        document = _document(before, kind)
        written = {key: name, **entry}
        found = [written if each[key] == name else each for each in document]
        return {**before.to_json(), kind: found if any(each is written for each in found) else [*found, written]}

    return edit


def entry_patched(kind: str, name: str, patch: Any) -> Edit:
    """An entry with some fields changed as a JSON merge patch says (RFC 7396): null takes a field away."""

    def edit(before: Configuration) -> Mapping[str, Any]:
        if not isinstance(patch, Mapping):
            raise ConfigurationError("a patch is an object", expected="an object", given=type(patch).__name__)
        old = entry_of(before, kind, name)
        return entry_put(kind, name, merged(old, patch))(before)

    return edit


def entry_deleted(kind: str, name: str) -> Edit:
    """A document without an entry."""

    def edit(before: Configuration) -> Mapping[str, Any]:
        entry_of(before, kind, name)
        key = _key(kind)
        return {**before.to_json(), kind: [each for each in _document(before, kind) if each[key] != name]}

    return edit


def document_deleted(kind: str) -> Edit:
    """The configuration without a document, so that what the bundle brings is in effect again."""

    def edit(before: Configuration) -> Mapping[str, Any]:
        document_of(before, kind)
        return {name: each for name, each in before.to_json().items() if name != kind}

    return edit


def document_of(configuration: Configuration, kind: str) -> list[dict[str, Any]]:
    """Return a document as it is written; raise UnknownDocumentError."""
    _key(kind)
    return _document(configuration, kind)


def entry_of(configuration: Configuration, kind: str, name: str) -> dict[str, Any]:
    """Return an entry as it is written; raise UnknownDocumentError."""
    _key(kind)
    found = configuration.entries.get(kind, {}).get(name)
    if found is None:
        raise UnknownDocumentError(f"there is no {name!r} among the {kind}", given=name)
    return found.to_json()


def _document(configuration: Configuration, kind: str) -> list[dict[str, Any]]:
    return [each.to_json() for each in configuration.entries.get(kind, {}).values()]


def _key(kind: str) -> str:
    known = kinds()
    if kind not in known:
        raise UnknownDocumentError(f"there is no kind of document named {kind!r}", expected=sorted(known), given=kind)
    return known[kind].key
