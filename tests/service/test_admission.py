"""Admission: a batch of events is linked and refused as its identities say, before anything of it is stored."""

import pytest

from service.namespaces import Claim, Identifier
from service.stores.database import Database
from slotwise.events import Event
from tests.service.stores.linking import Persons


@pytest.fixture
def persons(tmp_path):
    """The stores of identity, with the admission between them."""
    made = Persons(Database(f"sqlite:///{tmp_path / 'store.db'}"))
    made.database.prepare()
    yield made
    made.database.close()


def claim(leaf: str, namespace: str, value: str, cause: str = "event") -> Claim:
    return Claim(leaf, Identifier(namespace, value), cause)


def test_claims_are_linked_in_the_transaction_of_the_event(persons):
    """With the event that makes them: its id is the source of the merge, and the event is folded into the root."""
    persons.view("anonymous:a", 1, "before")
    persons.view("member:m", 2, "login", claims=(claim("member:m", "anonymous", "a", "proof"),))

    assert [each.product for each in persons.state("member:m").history] == ["before", "login"]
    (merge,) = persons.merges.of(["member:m"])
    assert (merge.cause, merge.source, merge.via) == ("proof", "e1", "anonymous:a")


def test_one_batch_may_link_and_use_the_link(persons):
    """Events of both ids in the batch that links them are folded into one state."""
    events = [Event(f"e{number}", number, ("p", "member:m")[number % 2], "view", product_id="x") for number in range(6)]
    persons.send(*events, claims=(claim("p", "member", "m"),))

    assert persons.root("member:m") == "p"
    assert persons.state("p") == persons.refolded("p")
    assert len(persons.merges.of(["p"])) == 1


def test_what_is_linked_already_costs_no_merge(persons):
    """The same claim again and again changes nothing."""
    for number in range(5):
        persons.view("p", number, claims=(claim("p", "member", "m"),))

    assert len(persons.merges.of(["p"])) == 1
    assert len(persons.told) == 1


def test_a_claim_of_an_erased_person_links_nobody(persons):
    """The event is refused, and its claims with it."""
    with persons.database.write() as connection:
        persons.tombstones.bury(connection, ["member:m"], 1, "er_1")
    event = Event("e", 1, "p", "view")
    (verdict,) = persons.send(event, claims=(claim("p", "member", "m"),), identities={"member": "m"})

    assert verdict.status == "erased"
    assert persons.root("member:m") == "member:m"


def test_a_shared_device_of_an_erased_person_refuses_nobody(persons):
    """What several persons use says nothing about who it is."""
    with persons.database.write() as connection:
        persons.tombstones.bury(connection, ["device:tv"], 1, "er_1")
    (verdict,) = persons.send(Event("e", 1, "p", "view"), identities={"device": "tv"})

    assert verdict.status == "accepted"
