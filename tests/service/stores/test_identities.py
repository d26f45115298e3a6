"""Identities: which person an id belongs to, with one query for many."""

from service.stores.identities import members, roots
from tests.service.stores.linking import Persons


def test_every_id_leads_to_its_person(database):
    """Merged ones to whom they were merged into, all others to themselves; also for more than fit in one query."""
    persons = Persons(database)
    persons.merge("b", "a")
    persons.merge("c", "a")
    many = [*(f"x{number}" for number in range(1_100)), "a", "b", "c"]
    found = persons.identities.roots(many)

    assert {name: found[name] for name in ("a", "b", "c", "x7")} == {"a": "a", "b": "a", "c": "a", "x7": "x7"}
    assert len(found) == len(many)
    assert persons.identities.roots([]) == {}
    with database.write() as connection:
        assert roots(connection, many) == found


def test_a_person_has_members(database):
    """The root goes first, the others are sorted."""
    persons = Persons(database)
    for name in ("c", "b"):
        persons.merge(name, "a")

    assert persons.identities.members("a") == ["a", "b", "c"]
    assert persons.identities.members("nobody") == ["nobody"]
    with database.write() as connection:
        assert members(connection, "a") == ["a", "b", "c"]
