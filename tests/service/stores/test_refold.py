"""Refold: a state from its base and the log is the one that was folded as the events came."""

from service.stores.bases import store_bases
from service.stores.refold import refold
from slotwise.events import Event
from slotwise.person_packing import pack
from tests.service.stores.linking import Persons
from tests.worlds import make_state


def test_a_state_is_folded_anew_from_the_log(database):
    """Repeated exposures are left out as they were when they came."""
    persons = Persons(database)
    for number in range(30):
        persons.view("a", number % 7, f"p{number % 4}")
    shown = {"content_id": "c", "decision_id": "d", "slot": 1, "product_id": "p"}
    for number in range(3):
        persons.send(Event(f"s{number}", 50, "a", "exposure", **shown))
    with database.write() as connection:
        again = refold(connection, ["a"])

    assert again == persons.state("a")
    assert sum(again.totals) == 31


def test_a_base_holds_what_the_log_had_then(database):
    """Events up to the base's place are in it already; of nobody there is an empty state."""
    persons = Persons(database)
    persons.view("a", 1, "before")
    with database.write() as connection:
        store_bases(connection, persons.states, [("a", pack(make_state("a", ["x"], 10)))])
    persons.view("a", 20, "after")
    with database.write() as connection:
        again, nobody = refold(connection, ["a"]), refold(connection, ["z"])

    assert [each.product for each in again.history] == ["x", "after"]
    assert again == persons.state("a")
    assert (nobody.person_id, nobody.known) == ("z", False)
