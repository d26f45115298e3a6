"""People: who a request is for, and what happens when nobody can say."""

import pytest

from service.asked import Person
from slotwise.errors import StoreError, TokenError
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

    service.people._states.read = broken

    assert service.people.find(Person(id="p")).person_id == "p"
    assert service.people.find(Person()).readable


def send(service, event_id: str, **person: object) -> None:
    """Let somebody do something."""
    assert service.ingest.take([{"event_id": event_id, "type": "view", "person": person}])[0].status == "accepted"


def test_a_merged_person_is_found_under_every_id(service):
    """The root's id and state, with the last place of the log that it holds."""
    send(service, "e1", id="p", identities={"member": "m"})
    send(service, "e2", identities={"anonymous": "a", "member": "m"})
    found = [
        service.people.find(Person(**asked))
        for asked in ({"id": "p"}, {"identities": {"member": "m"}}, {"identities": {"anonymous": "a", "device": "d"}})
    ]

    assert {each.person_id for each in found} == {"p"}
    assert {sum(each.state.totals) for each in found} == {2}
    assert {each.seq for each in found} == {service.events.last()}


def test_of_several_identifiers_the_best_known_one_counts(service):
    """The one that says most if anything is known under it, else the next; a shared device never stands in."""
    send(service, "e1", identities={"wechat_openid": "o"})
    send(service, "e2", identities={"device": "tv"})

    def find(**identities: str) -> str:
        return service.people.find(Person(identities=identities)).person_id

    assert find(member="new", wechat_openid="o") == "wechat_openid:o"
    assert find(wechat_openid="o", device="tv") == "wechat_openid:o"
    assert find(member="new", device="tv") == "member:new"
    assert find(device="tv") == "device:tv"


def test_of_an_opt_out_nothing_is_read(service):
    """Neither what is stored nor what the request says of them; when they said so is known all the same."""
    send(service, "e1", id="p")
    service.persons.consent("p", False, None)
    found = service.people.find(Person(id="p", attributes={"city": "SZ"}))

    assert not found.known
    assert not found.state.known
    assert not found.state.personalize
    assert found.state.consent_at is not None


def test_what_somebody_may_say_about_identifiers(service):
    """With a secret key everything, without one what a valid proof covers; a forged proof is an error."""
    asked = Person(identities={"member": "m", "anonymous": "a", "wechat_openid": "o"})
    proofs, claims = service.persons.proofs, service.people.claims
    proof = proofs.sign(["member:m", "anonymous:a"], 100)

    assert [each.identifier.leaf for each in claims(asked, None, True, 0)] == ["wechat_openid:o", "anonymous:a"]
    assert claims(asked, None, False, 0) == ()
    assert [each.cause for each in claims(asked, proof, False, 50)] == ["proof"]
    assert claims(asked, proof, False, 101) == ()
    assert claims(Person(id="p"), "forged", False, 0) == ()
    with pytest.raises(TokenError):
        claims(asked, "forged", False, 0)
