"""The log's tables: their columns are what is written, and what is looked up has an index."""

from service.stores.event_rows import COLUMNS
from service.stores.tables import EVENTS, EXPOSURES, REJECTED


def test_every_column_is_written():
    """All but the place, which the database gives."""
    assert set(EVENTS.columns.keys()) == {"seq", *COLUMNS}


def test_an_exposure_is_its_placement():
    """Decision, slot and content are its key; those of a person's content are found without reading all."""
    assert [column.name for column in EXPOSURES.primary_key] == ["decision_id", "slot", "content_id"]
    assert [list(index.columns.keys()) for index in EXPOSURES.indexes] == [["person_id", "content_id"]]


def test_bodies_are_kept_to_the_byte():
    """A refused event may be anything, so its body is no text."""
    assert REJECTED.c.body.type.python_type is bytes
