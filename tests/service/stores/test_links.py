"""Links: who is one with whom, and what no identifier can bring together."""

import pytest

from service.namespaces import Namespace, Namespaces
from service.stores.links import Outcome
from service.stores.merges import Word
from tests.service.stores.linking import Persons


@pytest.fixture
def persons(database):
    """The stores of identity, on each kind of database."""
    return Persons(database)


def test_an_identifier_that_nobody_has_joins_the_person(persons):
    """What was done under it before is theirs, and so is what comes."""
    persons.view("wechat_openid:o", 10, "x")
    linked = persons.take("p", "wechat_openid", "o")
    persons.view("wechat_openid:o", 20, "y")

    assert (linked.outcome, linked.person_id) == (Outcome.LINKED, "p")
    assert [each.product for each in persons.state("p").history] == ["x", "y"]
    assert persons.take("p", "wechat_openid", "o").outcome is Outcome.KNOWN


def test_an_identifier_that_identifies_brings_persons_together(persons):
    """Two persons of one phone are one; the one who was named remains."""
    persons.view("a", 10, "x")
    persons.view("b", 20, "y")
    persons.take("a", "phone_hash", "1")
    linked = persons.take("b", "phone_hash", "1")

    assert (linked.outcome, linked.person_id) == (Outcome.LINKED, "b")
    assert persons.root("a") == persons.root("phone_hash:1") == "b"
    assert [each.product for each in persons.state("a").history] == ["x", "y"]


def test_a_person_with_an_id_of_their_own_remains(persons):
    """An identifier never becomes the name of somebody who has one."""
    persons.take("p", "wechat_openid", "o")
    linked = persons.take("member:m", "wechat_openid", "o")

    assert linked.person_id == "p"
    assert persons.root("member:m") == "p"


def test_a_shared_device_does_not_glue_a_family(persons):
    """However many persons are seen on it, a device joins none of them to another."""
    for name in ("anna", "bert", "carl"):
        persons.view(name, 10, name)
        assert persons.take(name, "device", "tv").outcome is Outcome.KEPT
        assert persons.take(name, "a namespace that nobody declared", "x").outcome is Outcome.KEPT

    assert {persons.root(name) for name in ("anna", "bert", "carl")} == {"anna", "bert", "carl"}


def test_a_visit_follows_the_first_login_only(persons):
    """What was done anonymously is the first person's; the next one on the same browser gets nothing of it."""
    persons.view("anonymous:a", 10, "before")
    assert persons.take("member:1", "anonymous", "a").outcome is Outcome.LINKED
    assert persons.take("member:2", "anonymous", "a").outcome is Outcome.KEPT

    assert [each.product for each in persons.state("member:1").history] == ["before"]
    assert persons.root("member:2") == "member:2"
    assert persons.state("member:2").history == ()


def test_what_somebody_has_parted_stays_apart(persons):
    """The next event of the same kind does not link again; a call does."""
    linked = persons.take("p", "phone_hash", "1")
    persons.undo(linked.merge_id)

    assert persons.take("p", "phone_hash", "1").outcome is Outcome.PARTED
    assert persons.take("q", "phone_hash", "1").outcome is Outcome.LINKED
    assert persons.take("p", "phone_hash", "1", cause="call").outcome is Outcome.LINKED


def test_a_visit_that_was_parted_is_linked_again_by_a_call_only(persons):
    """The first person it followed was the wrong one: only somebody who knows may say so."""
    linked = persons.take("p", "anonymous", "a")
    persons.undo(linked.merge_id)

    assert persons.take("q", "anonymous", "a").outcome is Outcome.KEPT
    assert persons.take("q", "anonymous", "a", cause="call").outcome is Outcome.LINKED


def test_an_identifier_of_a_thousand_persons_joins_none_of_them_beyond_its_cap(persons):
    """The phone number that everybody without one types in: a handful are joined, then it is an alarm, counted on."""
    outcomes = [persons.take(f"p{number}", "phone_hash", "0").outcome for number in range(1_000)]
    most = persons.namespaces.of("phone_hash").per_identifier

    assert outcomes == [Outcome.LINKED] * most + [Outcome.REFUSED] * (1_000 - most)
    assert len(persons.identities.members(persons.root("phone_hash:0"))) == most + 1
    assert persons.root("p999") == "p999"
    (alarm,) = persons.alarms.latest(10)
    assert (alarm.cap, alarm.subject, alarm.times) == ("per_identifier", "phone_hash:0", 1_000 - most)
    assert alarm.person_id == "p999"


def test_a_person_of_a_thousand_identifiers_is_an_alarm(persons):
    """One person has no more identifiers of a kind than its namespace allows."""
    most = persons.namespaces.of("member").per_person
    outcomes = [persons.take("p", "member", str(number)).outcome for number in range(most + 3)]

    assert outcomes == [Outcome.LINKED] * most + [Outcome.REFUSED] * 3
    (alarm,) = persons.alarms.latest(10)
    assert (alarm.cap, alarm.subject, alarm.namespace, alarm.most, alarm.times) == (
        "per_person",
        "p",
        "member",
        most,
        3,
    )


def test_the_caps_are_those_of_the_joined_person(database):
    """Two persons of whom each is within the caps, but both together are not, stay two."""
    persons = Persons(database, Namespaces((Namespace("member", "person", 2, 9), Namespace("phone", "person", 9, 9))))
    for name in ("a", "b"):
        persons.take(name, "member", f"{name}1")
        persons.take(name, "member", f"{name}2")
    persons.take("a", "phone", "1")

    assert persons.take("b", "phone", "1").outcome is Outcome.REFUSED
    assert persons.root("a") != persons.root("b")
    assert [each.outcome for each in persons.told].count(Outcome.REFUSED) == 1


def test_persons_are_joined_by_word_alone(persons):
    """Without any identifier, because somebody knows; asked again it is known."""
    persons.view("a", 1, "x")
    with persons.database.write() as connection:
        assert persons.links.join(connection, "b", "a", Word(1, "call")).outcome is Outcome.LINKED
        assert persons.links.join(connection, "b", "a", Word(2, "call")).outcome is Outcome.KNOWN

    assert persons.root("b") == "a"


def test_nobody_has_ids_without_number(database, monkeypatch):
    """Beyond so many ids a person is none, whatever the namespaces allow."""
    monkeypatch.setattr("service.stores.links.MOST_IDS", 3)
    persons = Persons(database)
    for number in range(2):
        persons.take("p", "session", str(number))

    assert persons.take("p", "session", "2").outcome is Outcome.REFUSED
    assert persons.alarms.latest(1)[0].cap == "ids"
