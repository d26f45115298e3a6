"""Person rows: what each table holds about a person, to be read and to be deleted."""

from service.stores.person_rows import HELD, remove, rows
from slotwise.events import Event
from tests.service.stores.linking import Persons


def test_rows_are_those_of_all_ids(database):
    """However many there are, in the order of the table's key; of others none."""
    persons = Persons(database)
    persons.send(*(Event(f"e{number}", number, "ab"[number % 2], "view") for number in range(1_300)))
    persons.view("other", 1)
    found = list(rows(database, "events", ["a", "b"]))

    assert [row["event_id"] for row in found] == [f"e{number}" for number in range(1_300)]
    assert all(type(name) is str for name in found[0])
    assert list(rows(database, "decisions", ["a", "b"])) == []


def test_any_of_a_tables_columns_may_name_the_person(database):
    """A merge is about the one who was merged, about the one who remained and about the identifier."""
    persons = Persons(database)
    persons.take("p", "member", "m")

    assert all(len(list(rows(database, "merges", [name]))) == 1 for name in ("p", "member:m"))
    assert list(rows(database, "merges", ["q"])) == []


def test_rows_are_removed_for_any_number_of_ids(database):
    """As many as are found are counted, and no others are touched."""
    persons = Persons(database)
    names = [f"p{number}" for number in range(700)]
    persons.send(*(Event(f"e-{name}", 1, name, "view") for name in names))
    persons.view("other", 1)
    with database.write() as connection:
        assert remove(connection, "events", names) == 700
        assert remove(connection, "events", names) == 0

    assert len(list(rows(database, "events", ["other"]))) == 1
    assert "events" in HELD
