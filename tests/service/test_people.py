"""People: who a request is for, and what happens when nobody can say."""

from service.asked import Person
from slotwise.errors import StoreError
from tests.worlds import make_state


def test_attributes_of_the_request_go_before_those_that_are_stored(service):
    """What the caller knows now counts, and is not stored."""
    with service.database.write() as connection:
        service.states.put(connection, [make_state("p", ["p1"], 1_000, city="SZ", tier="gold")])
    found = service.people.find(Person(id="p", attributes={"city": "GZ"}))

    assert found.known
    assert found.state.attributes == {"city": "GZ", "tier": "gold"}
    assert service.states.get("p").attributes["city"] == "SZ"


def test_attributes_alone_do_not_make_a_person_known(service):
    """Known means that something is stored."""
    assert not service.people.find(Person(id="q", attributes={"city": "GZ"})).known


def test_a_damaged_state_is_nobody(service):
    """A blob that cannot be read is as a store that does not answer: counted, and the request goes on."""
    with service.database.write() as connection:
        service.states.put_packed(connection, [("p", b"nonsense")])
    found = service.people.find(Person(id="p"))

    assert not found.readable
    assert found.state.history == ()
    assert service.metrics.store_failures._value.get() == 1


def test_an_unreadable_store_leaves_the_id(service):
    """Without identities being resolved the given id is used, and nothing is known of it."""

    def broken(person_id):
        raise StoreError("gone")

    service.people._states.get = broken

    assert service.people.find(Person(id="p")).person_id == "p"
    assert service.people.find(Person()).readable
