"""Persons: consent in its order, links all or none, and whose merge is whose."""

import pytest

from slotwise.errors import LinkRefusedError, MergeError, PersonErasedError


def view(service, event_id: str, **person: object) -> None:
    """Let somebody do something."""
    assert service.ingest.take([{"event_id": event_id, "type": "view", "person": person}])[0].status == "accepted"


def test_the_last_word_counts_within_a_millisecond(service):
    """Two words at one moment of the clock: the second is later all the same, also when it allows more."""
    service.persons.wall = lambda: 1_000.0
    service.persons.consent("p", False, None)
    said = service.persons.consent("p", True, None)

    assert said["personalize"]
    assert service.people.find(service_person("p")).state.personalize


def service_person(person_id: str):
    """A person as a request names them."""
    from service.asked import Person

    return Person(id=person_id)


def test_consent_is_the_persons_whatever_id_is_used(service):
    """Said under one id it holds under all of them."""
    service.persons.link("p", {"member": "m"}, [], "k")
    service.persons.consent("member:m", False, ["city"])

    assert service.persons.show("p")["consent"]["hidden"] == ["city"]
    assert not service.people.find(service_person("p")).state.personalize


def test_links_are_all_or_none(service):
    """One that goes over a cap takes the others with it; the alarm stays."""
    most = service.persons.namespaces.of("member").per_person
    service.persons.link("p", {"member": "0"}, [f"member:{number}" for number in range(1, most)], "k")
    with pytest.raises(LinkRefusedError):
        service.persons.link("p", {"wechat_openid": "o", "member": "more"}, [], "k")

    assert service.identities.roots(["wechat_openid:o"]) == {"wechat_openid:o": "wechat_openid:o"}
    assert service.persons.raised(5)[0]["cap"] == "per_person"


def test_a_merge_is_undone_by_its_own_person_only(service):
    """Another person's merge is unknown here."""
    service.persons.link("a", {}, ["b"], "k")
    service.persons.link("c", {}, ["d"], "k")
    (merge,) = service.persons.show("c")["merges"]
    with pytest.raises(MergeError):
        service.persons.part("a", merge["id"], "k")

    assert service.persons.part("d", merge["id"], "k")["parted"] == "d"


def test_nobody_is_linked_to_the_erased(service):
    """Neither by an identifier nor by their id."""
    view(service, "e1", id="p", identities={"member": "m"})
    service.erasing.erase("p")
    for identities, persons in (({"member": "m"}, []), ({}, ["p"])):
        with pytest.raises(PersonErasedError):
            service.persons.link("q", identities, persons, None)
