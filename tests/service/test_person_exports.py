"""Exports: one JSON document, table by table, written while it is read."""

import json

import pytest

from service.person_exports import _gathered
from slotwise.errors import UnknownPersonError


def view(service, number: int, person: str = "p") -> None:
    """Let somebody do something."""
    sent = {"event_id": f"{person}{number}", "type": "view", "person": {"id": person}, "properties": {"n": number}}
    assert service.ingest.take([sent])[0].status == "accepted"


def test_an_export_holds_every_row_once(service):
    """In its table, with JSON as JSON, without what is kept in a form of its own."""
    for number in range(5):
        view(service, number)
    view(service, 9, "another")
    document = json.loads(b"".join(service.exports.export("p")))

    assert [each["properties"] for each in document["events"]] == [{"n": number} for number in range(5)]
    assert document["person_states"] == [
        {name: document["person_states"][0][name] for name in ("person_id", "revision", "seq", "merged_into")}
    ]
    assert document["decisions"] == document["rejected_events"] == []
    assert "another" not in json.dumps(document)


def test_nobody_is_told_before_anything_is_written(service):
    """So that the answer can still be a problem."""
    with pytest.raises(UnknownPersonError):
        service.exports.export("nobody")


def test_small_pieces_are_gathered():
    """Large documents leave in large pieces, and nothing is lost on the way."""
    pieces = [bytes([65 + number % 26]) * 1_000 for number in range(300)]
    gathered = list(_gathered(iter(pieces)))

    assert b"".join(gathered) == b"".join(pieces)
    assert len(gathered) < 10
