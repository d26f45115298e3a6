"""Folding: drafts made without a lock, and what of them holds under it."""

import pytest

from service.stores import folding
from service.stores.connections import driver_of
from service.stores.folding import ABSENT, Stored
from service.stores.log_sql import Standing
from service.stores.states import States
from slotwise import person
from slotwise.events import Event
from slotwise.person_packing import pack, unpack


def event(event_id, person_id="p", at=1_000):
    """A click."""
    return Event(event_id, at, person_id, "click", "x")


def stored(states):
    """A reader of states that are given as they stand."""
    return lambda ids: Stored({name: states[name] for name in ids if name in states})


def test_a_draft_folds_everybody_once():
    """In the order of the batch; nobody's events are left out."""
    events = [event("a"), event("b", "q"), event("c", at=500), event("d", "")]
    drafted = folding.draft(stored({}), events)

    assert drafted.folded.keys() == {"p", "q"}
    assert unpack(drafted.folded["p"].blob) == person.fold(person.empty("p"), [events[0], events[2]])
    assert drafted.folded["p"].standing == ABSENT


def test_the_owner_of_a_merged_person_gets_their_events():
    """Together with its own, in the order of the batch."""
    states = {
        "leaf": (Standing(3, "root", 9), pack(person.empty("root"))),
        "root": (Standing(5, None, 9), pack(person.empty("root"))),
    }
    drafted = folding.draft(stored(states), [event("a", "leaf"), event("b", "root", 2_000)])

    assert drafted.owner("leaf") == "root"
    assert drafted.persons(["leaf"]) == {"leaf", "root"}
    assert len(unpack(drafted.folded["root"].blob).history) == 2
    assert drafted.holds({"leaf": states["leaf"][0]}, ["leaf"])
    assert not drafted.holds({}, ["leaf"])
    assert not drafted.holds({"other": Standing(1, "root")}, ["other"])


def test_a_revision_is_a_moment_and_always_greater():
    """Also when clocks stand still or go back."""
    assert folding.next_revision(-1, lambda: 5.0) == 5_000
    assert folding.next_revision(5_000, lambda: 5.0) == 5_001
    assert folding.next_revision(9_000, lambda: 5.0) == 9_001


@pytest.mark.parametrize("moved", [False, True])
def test_what_was_refused_is_not_folded(database, moved):
    """Of a draft only the accepted events count, on the state as it stands now."""
    states, kept, refused = States(database), event("kept"), event("refused")
    drafted = folding.draft(states.stored, [refused, kept])
    with database.write() as connection:
        if moved:
            states.put(connection, [person.apply(person.empty("p"), event("between"))])
        driver = driver_of(connection)
        standing = database.log.standing(driver, ["p"])
        written = folding.fold(database.log, driver, drafted, standing, [kept], 7, person.empty)

    assert [(each.person_id, each.seq) for each in written] == [("p", 7)]
    assert sum(states.get("p").totals) == 1 + moved
    assert states.read("p").seq == 7
