"""Bases: states from a file take their place, also those of persons who are one by now."""

from service.stores.bases import store_bases
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


def test_nothing_to_store(database):
    """An empty file is no error."""
    with database.write() as connection:
        store_bases(connection, Persons(database).states, [])
