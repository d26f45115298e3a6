"""Rebuild: the fold of the log is the live state, exactly; where it is not, it is named and put right."""

import random

import pytest
from sqlalchemy import update

from service.stores.bases import store_bases
from service.stores.events import Events, NewEvent
from service.stores.merges import Merges, Word
from service.stores.rebuild import Rebuild
from service.stores.states import States
from service.stores.tables import STATES
from slotwise import person
from slotwise.events import CONSENT, Consent, Event
from slotwise.person_packing import pack
from tests.worlds import make_state

WEEK = 7 * 86_400_000
KINDS = ("exposure", "view", "click", "start", "step", "leave", "convert", "dismiss", "x.call")


@pytest.fixture
def states(database):
    """The states of the test's database."""
    return States(database)


@pytest.fixture
def events(database, states):
    """The log of events of the test's database."""
    return Events(database, states)


def week(seed, count, persons):
    """A random week: everything that persons do, repeated exposures and words about consent among it."""
    chance = random.Random(seed)
    for number in range(count):
        at, who = 10**12 + chance.randrange(WEEK), f"p{chance.randrange(persons)}"
        if chance.random() < 0.03:
            said = Consent(chance.random() < 0.5, tuple(sorted(chance.sample(["age", "city", "tier"], 2))))
            yield Event(f"e{number}", at, who, CONSENT, consent=said)
            continue
        shown = {"decision_id": f"d{chance.randrange(count // 4)}", "slot": 1} if chance.random() < 0.4 else {}
        yield Event(
            f"e{number}",
            at,
            who,
            chance.choice(KINDS),
            product_id=chance.choice([None, "x", "y", "z"]),
            content_id=chance.choice([None, "c1", "c2"]),
            touchpoint=chance.choice([None, "home", "bill"]),
            value=chance.choice([None, 1.5, 20.0]),
            context={"page": "home"},
            **shown,
        )


def store(events, given, size=50):
    """Add events in batches, as they are given."""
    given = list(given)
    for start in range(0, len(given), size):
        events.add([NewEvent(each, 10**12 + WEEK) for each in given[start : start + size]])


@pytest.mark.parametrize("order", ["as it was", "backwards", "shuffled"])
def test_a_random_week_is_rebuilt_exactly(database, events, states, order):
    """In whatever order the events came in, every person's state is the fold of the log."""
    given = sorted(week(5, 2_500, 40), key=lambda each: each.occurred_at)
    if order == "backwards":
        given.reverse()
    elif order == "shuffled":
        random.Random(1).shuffle(given)
    store(events, given)
    done = Rebuild(database, states).check()

    assert (done.persons, done.differing, done.named) == (40, 0, [])
    assert 2_000 < done.events <= 2_500


def test_merged_and_loaded_persons_are_rebuilt_exactly(database, events, states):
    """What was known before the log and who was merged into whom count, before and after events of both."""
    given = list(week(6, 600, 12))
    store(events, given[:300])
    with database.write() as connection:
        rows = [(name, pack(make_state(name, ["a", "b"], 10**11, city="SZ"))) for name in ("p1", "p2", "new")]
        store_bases(connection, states, rows)
    merges = Merges(database, states)
    for child, parent in (("p3", "p4"), ("p5", "p4"), ("p1", "p2")):
        with database.write() as connection:
            merges.merge(connection, child, parent, None, Word(10**12, "call"))
    store(events, given[300:])
    done = Rebuild(database, states).check()

    assert (done.differing, done.named) == (0, [])
    assert done.persons == 12 - 3 + 1


def test_what_differs_is_named_and_put_right(database, events, states):
    """A changed, a damaged, a lost and an invented state; afterwards nothing differs and the rest is untouched."""
    store(events, week(7, 400, 10))
    live = {f"p{number}": states.get(f"p{number}") for number in range(10)}
    with database.write() as connection:
        states.put(connection, [person.apply(live["p1"], Event("x", 5, "p1", "view", "q"))])
        states.put_packed(connection, [("p2", b"nonsense")])
        states.delete(connection, ["p3"])
        states.put(connection, [make_state("invented", ["a"], 10**12)])
    rebuild = Rebuild(database, states)
    found = {each.person_id: each.fields for each in rebuild.check().named}

    assert found.keys() == {"p1", "p2", "p3", "invented"}
    assert set(found["p1"]) == {"history", "totals", "first_at"}
    assert found["p2"] == found["p3"] == ("state",)
    done = rebuild.run()
    assert done.differing == 4
    assert rebuild.check().differing == 0
    assert {name: states.get(name) for name in live} == live
    assert states.get("invented") == person.empty("invented")


def test_more_persons_than_fit_into_one_page(database, events, states, monkeypatch):
    """Pages are gone through to the end, also where all states are lost."""
    monkeypatch.setattr("service.stores.rebuild._PERSONS", 7)
    store(events, week(8, 500, 60))
    seen = []
    with database.write() as connection:
        states.delete(connection, states.some(1_000))
    done = Rebuild(database, states).run(seen.append)

    assert done.persons == done.differing == 60
    assert seen[-1] == 60
    assert Rebuild(database, states).check().differing == 0


def test_a_rebuilt_state_is_newer(database, events, states):
    """Its revision grows, so that copies of what was wrong are replaced."""
    events.add([NewEvent(Event("a", 5, "p", "click", "x"), 9)])
    with database.write() as connection:
        connection.execute(update(STATES).values(state=pack(person.empty("p"))))
    before = states.packed(["p"])["p"][0]
    Rebuild(database, states).run()
    after = states.packed(["p"])["p"][0]

    assert after.revision > before.revision
    assert after.seq == 1
