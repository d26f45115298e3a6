"""Edits: whole documents and single entries as plain documents, before anything is checked."""

import pytest

from service.configuration.edits import document_deleted, entry_patched, replaced
from slotwise.configuration import Configuration
from slotwise.errors import ConfigurationError, UnknownDocumentError

BEFORE = Configuration.read(
    {
        "audiences": [{"audience": "a", "when": "person.b == 1", "goal": {"days": 7.0}, "title": "t"}],
        "facts": [{"fact": "person.b", "type": "number"}],
    }
)


def test_documents_that_are_not_named_stay():
    """Only what is given is replaced."""
    assert replaced({"facts": []})(BEFORE) == {**BEFORE.to_json(), "facts": []}


def test_a_patch_changes_some_fields():
    """As a JSON merge patch: objects within are merged, null takes a field away."""
    patched = entry_patched("audiences", "a", {"goal": {"event": "click"}, "title": None})(BEFORE)

    assert patched["audiences"] == [{"audience": "a", "when": "person.b == 1", "goal": {"days": 7.0, "event": "click"}}]
    for wrong in ([], "x", {"audience": "b"}):
        with pytest.raises(ConfigurationError):
            entry_patched("audiences", "a", wrong)(BEFORE)
    with pytest.raises(UnknownDocumentError):
        entry_patched("audiences", "nobody", {})(BEFORE)


def test_a_document_goes():
    """What the bundle brings is in effect again then."""
    assert document_deleted("facts")(BEFORE) == {"audiences": BEFORE.to_json()["audiences"]}
