"""Adding: one batch in one transaction, and what makes it begin anew."""

import pytest

from service.stores import folding
from service.stores.adding import Adding, OvertakenError
from service.stores.connections import driver_of
from service.stores.new_events import NewEvent
from service.stores.states import States
from slotwise.events import Event


def test_an_event_that_another_process_has_just_stored_is_noticed(database, monkeypatch):
    """Nothing of the batch is stored then, and the whole of it can be tried again."""
    new = [NewEvent(Event("a", 1_000, "p", "click", "x"), 2_000)]
    states = States(database)
    adding = Adding(database.log, new, {}, folding.draft(states.packed, [new[0].event]))
    monkeypatch.setattr(database.log, "insert", lambda driver, rows: None)
    with pytest.raises(OvertakenError), database.write() as connection:
        adding.run(connection, driver_of(connection))

    assert states.some(10) == []


def test_a_person_whom_another_process_has_just_added_is_noticed(database, monkeypatch):
    """Nothing of the batch is stored then either."""
    new = [NewEvent(Event("a", 1_000, "p", "click", "x"), 2_000)]
    adding = Adding(database.log, new, {}, folding.draft(States(database).packed, [new[0].event]))
    monkeypatch.setattr(database.log, "begin", lambda driver, persons: None)
    with pytest.raises(OvertakenError), database.write() as connection:
        adding.run(connection, driver_of(connection))

    assert database.quick("SELECT count(*) FROM events", ()) == (0,)
