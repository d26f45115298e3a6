"""Adding: one batch in one transaction, and what makes it begin anew."""

import pytest

from service.stores import folding
from service.stores.adding import Adding, OvertakenError
from service.stores.connections import driver_of
from service.stores.database import Database
from service.stores.events import Events
from service.stores.new_events import NewEvent, Status
from service.stores.states import States
from slotwise.events import Event


def test_an_event_that_another_process_has_just_stored_is_noticed(database, monkeypatch):
    """Nothing of the batch is stored then, and the whole of it can be tried again."""
    new = [NewEvent(Event("a", 1_000, "p", "click", "x"), 2_000)]
    states = States(database)
    adding = Adding(database.log, new, {}, folding.draft(states.stored, [new[0].event]))
    monkeypatch.setattr(database.log, "insert", lambda driver, rows: None)
    with pytest.raises(OvertakenError), database.write() as connection:
        adding.run(connection, driver_of(connection))

    assert states.some(10) == []


def test_a_person_whom_another_process_has_just_added_is_noticed(database, monkeypatch):
    """Nothing of the batch is stored then either."""
    new = [NewEvent(Event("a", 1_000, "p", "click", "x"), 2_000)]
    adding = Adding(database.log, new, {}, folding.draft(States(database).stored, [new[0].event]))
    monkeypatch.setattr(database.log, "version", lambda driver: None)
    monkeypatch.setattr(database.log, "begin", lambda driver, persons: None)
    with pytest.raises(OvertakenError), database.write() as connection:
        adding.run(connection, driver_of(connection))

    assert database.quick("SELECT count(*) FROM events", ()) == (0,)


def test_what_was_written_since_the_draft_is_seen(database, database_url):
    """By another connection, of this process or another: the draft is not taken for how things stand."""
    states, other = States(database), Database(database_url)
    first, second = ([NewEvent(Event(name, at, "p", "click", "x"), 2_000)] for name, at in (("a", 1_000), ("b", 1_500)))
    drafted = folding.draft(states.stored, [second[0].event])
    Events(other, States(other)).add(first)
    other.close()
    with database.write() as connection:
        verdicts, written = Adding(database.log, second, {}, drafted).run(connection, driver_of(connection))

    assert [each.status for each in verdicts] == [Status.ACCEPTED]
    assert sum(states.get("p").totals) == 2
    assert written[0].revision > drafted.standing.get("p", folding.ABSENT).revision


def test_nothing_is_read_again_where_nobody_has_written(database, monkeypatch):
    """A file tells so by itself; a server does not, and is asked."""
    states, asked = States(database), []
    Events(database, states).add([NewEvent(Event("a", 1_000, "p", "click", "x"), 2_000)])
    new = [NewEvent(Event("b", 1_500, "p", "click", "x"), 2_000)]
    adding = Adding(database.log, new, {}, folding.draft(states.stored, [new[0].event]))
    begin = database.log.begin
    monkeypatch.setattr(database.log, "begin", lambda driver, ids: asked.append(ids) or begin(driver, ids))
    with database.write() as connection:
        adding.run(connection, driver_of(connection))

    assert len(asked) == (0 if database.sqlite else 1)
    assert sum(states.get("p").totals) == 2
