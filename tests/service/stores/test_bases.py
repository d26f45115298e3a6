"""Bases: states from a file take their place, also those of persons who are one by now."""

from service.stores.bases import store_bases
from slotwise.events import CONSENT, Consent, Event
from slotwise.person import apply, readable
from slotwise.person_packing import pack
from tests.service.stores.linking import Persons
from tests.worlds import make_state


def rows(*states):
    """States as they are loaded: id and blob."""
    return [(each.person_id, pack(each)) for each in states]


def test_a_base_takes_the_place_of_the_state(database):
    """It is read from then on, and loading it again changes nothing."""
    persons, state = Persons(database), make_state("a", ["x"], 10, city="SZ")
    persons.view("a", 1, "before")
    for _ in range(2):
        with database.write() as connection:
            store_bases(connection, persons.states, rows(state))

    assert persons.states.get("a") == state


def test_the_base_of_a_merged_person_is_folded_with_all_the_rest(database):
    """Whether it is that of the root or of the other one, what has been done since counts too."""
    persons = Persons(database)
    persons.view("a", 5, "gone")
    persons.merge("b", "a")
    with database.write() as connection:
        store_bases(connection, persons.states, rows(make_state("b", ["y"], 20)))
    assert [each.product for each in persons.state("a").history] == ["gone", "y"]
    with database.write() as connection:
        store_bases(connection, persons.states, rows(make_state("a", ["x"], 10)))
    persons.view("b", 30, "z")

    assert [each.product for each in persons.state("b").history] == ["x", "y", "z"]
    assert persons.states.get("b").person_id == "a"


def test_what_was_said_since_is_not_forgotten(database):
    """A file that was made before somebody said no does not say yes for them, nor do they grow back what they hide."""
    persons = Persons(database)
    for name in ("a", "b"):
        persons.send(Event(f"c-{name}", 50, name, CONSENT, consent=Consent(False, ("city",))))
    persons.merge("b", "a")
    persons.send(Event("later", 60, "c", CONSENT, consent=Consent(False)))
    older = make_state("a", ["x"], 10, city="SZ")
    newer = apply(make_state("c", ["x"], 10), Event("newest", 70, "c", CONSENT, consent=Consent(True)))
    with database.write() as connection:
        store_bases(connection, persons.states, rows(older, make_state("b", ["y"], 20), newer))

    assert (persons.state("a").personalize, persons.state("b").hidden) == (False, ("city",))
    assert readable(persons.state("a")).attributes == {}
    assert [each.product for each in persons.state("a").history] == ["x", "y"]
    assert persons.state("c").personalize


def test_nothing_to_store(database):
    """An empty file is no error."""
    with database.write() as connection:
        store_bases(connection, Persons(database).states, [])
