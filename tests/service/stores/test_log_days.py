"""The log by day: what changes a day changes its figures, and its rows come in the order of time."""

from service.stores.decisions import Decisions, Logged
from service.stores.events import Events, NewEvent
from service.stores.log_days import DAY, LogDays
from service.stores.states import States
from slotwise.events import CONSENT, Consent, Event


def event(name, at, who="p", type_="click", **more):
    """An event that came at once."""
    return NewEvent(Event(name, at, who, type_, product_id="p1", **more), at)


def test_days_tell_how_much_they_hold(database):
    """Rows and the last one; a late event changes its day."""
    events, days = Events(database, States(database)), LogDays(database, batch=2)
    events.add([event("a", 5), event("b", DAY + 5), event("c", 7)])
    before = days.events()
    events.add([event("late", 6)])

    assert before[0] != days.events()[0]
    assert before[1] == days.events()[1]
    assert [row[0] for batch in days.events_of(0) for row in batch] == ["a", "late", "c"]
    assert list(days.events_of(9)) == []


def test_decisions_have_days_too(database):
    """By the moment of the decision."""
    Decisions(database).add(
        [Logged("d1", 5, "p", b"{}"), Logged("d2", DAY, "q", b"{}"), Logged("d3", DAY + 1, "p", b"{}")]
    )
    days = LogDays(database)

    assert {day: tuple(each) for day, each in days.decisions().items()} == {0: (1, "d1"), 1: (2, "d3")}
    assert days.days_of(["q"]) == (set(), {1}, set())


def test_consents_are_read_apart(database):
    """What a person allows is no row of a day."""
    events, days = Events(database, States(database)), LogDays(database, batch=1)
    said = [NewEvent(Event(f"c{n}", n, "p", CONSENT, consent=Consent(False, ("city",))), n) for n in range(3)]
    events.add([event("a", 1), *said])

    assert [row[0] for batch in days.events_of(0) for row in batch] == ["a"]
    assert [row.event_id for batch in days.consents() for row in batch] == ["c0", "c1", "c2"]


def test_everybody_is_read(database):
    """In batches, by id."""
    Events(database, States(database)).add([event(f"e{n}", n, f"p{n}") for n in range(5)])

    assert [row.person_id for batch in LogDays(database, batch=2).states() for row in batch] == [
        f"p{n}" for n in range(5)
    ]
