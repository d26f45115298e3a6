"""Carrying: however much of the log has been dropped, every state can be folded anew, exactly."""

import pytest

from service.stores.bases import store_bases
from service.stores.events import Events, NewEvent
from service.stores.merges import Merges, Word
from service.stores.pruning import Pruning
from service.stores.rebuild import Rebuild
from service.stores.states import States
from slotwise.events import CONSENT, Consent, Event
from slotwise.person_packing import pack
from tests.worlds import make_state


@pytest.fixture
def states(database):
    """The states of the test's database."""
    return States(database)


def store(database, states, start, count):
    """Events of six persons, one a millisecond of arrival: clicks, exposures that are repeated, words about consent."""
    log = Events(database, states)
    for number in range(start, start + count):
        who, at = f"p{number % 6}", 10**12 + (number * 7_919) % 5_000
        event = Event(f"e{number}", at, who, "click", f"x{number % 5}")
        if number % 5 == 0:
            event = Event(f"e{number}", at, who, "exposure", "x", "c", "home", 1, f"d{number // 15}")
        if number % 17 == 0:
            event = Event(f"e{number}", at, who, CONSENT, consent=Consent(number % 2 == 0, ("age",)))
        log.add([NewEvent(event, number)])


def test_states_outlive_the_beginning_of_the_log(database, states):
    """Dropped in several bites, with loaded and merged persons, and with events that come afterwards."""
    store(database, states, 0, 60)
    with database.write() as connection:
        store_bases(connection, states, [("p1", pack(make_state("p1", ["a"], 10**11, city="SZ")))])
    with database.write() as connection:
        Merges(database, states).merge(connection, "p2", "p3", None, Word(10**12, "call"))
    store(database, states, 60, 60)
    pruning, rebuild = Pruning(database), Rebuild(database, states)
    for before in (20, 70, 100):
        assert pruning.drop("events", before) > 0
        assert rebuild.check().named == []
    store(database, states, 120, 30)
    live = {f"p{number}": states.get(f"p{number}") for number in range(6)}
    with database.write() as connection:
        states.put_packed(connection, [(name, b"nonsense") for name in live if name != "p2"])

    assert rebuild.run().differing == 5
    assert {name: states.get(name) for name in live} == live


def test_what_nobody_has_is_carried_nowhere(database, states):
    """Nothing at all, and events of somebody whose state was deleted."""
    assert Pruning(database).drop("events", 1_000) == 0
    store(database, states, 0, 12)
    with database.write() as connection:
        states.delete(connection, ["p1"])

    assert Pruning(database).drop("events", 1_000) == 12
    assert states.some(10) == ["p0", "p2", "p3", "p4", "p5"]
