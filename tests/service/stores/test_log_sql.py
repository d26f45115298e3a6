"""What the log asks of a database, the same of each kind."""

from service.stores.connections import driver_of
from service.stores.event_rows import to_row
from service.stores.log_sql import Standing
from service.stores.new_events import NewEvent
from slotwise.events import Event


def row(event_id, digest=b"d" * 16):
    """The row of an event."""
    return to_row(NewEvent(Event(event_id, 1, "p", "click"), 2, digest=digest), False)


def shown(decision_id, slot=1, person_id="p"):
    """The row of an exposure."""
    return (decision_id, slot, "c", person_id, "home", None, 5)


def test_rows_get_places_in_their_order(database):
    """One after the other, and are known afterwards; more than fit into one statement, too."""
    names = [f"e{number}" for number in range(1_200)]
    with database.write() as connection:
        driver = driver_of(connection)
        assert database.log.known(driver, names) == {}
        places = database.log.insert(driver, [row(name) for name in names])
        assert database.log.insert(driver, []) == []
        known = database.log.known(driver, [*names, "other"])

    assert places == sorted(places)
    assert len(set(places)) == 1_200
    assert known == dict.fromkeys(names, b"d" * 16)


def test_an_exposure_is_new_once(database):
    """By decision, slot and content; whoever it was shown to."""
    with database.write() as connection:
        driver = driver_of(connection)
        assert database.log.expose(driver, [shown("a"), shown("b"), shown("a", 2)]) == {
            ("a", 1, "c"),
            ("b", 1, "c"),
            ("a", 2, "c"),
        }
        assert database.log.expose(driver, [shown("c"), shown("a", person_id="q")]) == {("c", 1, "c")}
        assert database.log.expose(driver, []) == set()
        found = database.log.exposures(driver, [("p", "c"), ("q", "c"), ("p", "other")])
        assert database.log.exposures(driver, []) == []

    assert sorted(each.decision_id for each in found) == ["a", "a", "b", "c"]
    assert (found[0].person_id, found[0].touchpoint, found[0].product_id, found[0].at) == ("p", "home", None, 5)


def test_states_stand_as_they_were_put(database):
    """With revision and place; the place never goes back."""
    with database.write() as connection:
        driver = driver_of(connection)
        database.log.put(driver, [("p", b"1", 5, 9), ("q", b"2", 6, 3)])
        database.log.put(driver, [("p", b"3", 7, 4)])
        database.log.put(driver, [])
        standing = database.log.standing(driver, ["p", "q", "r"])
        states = database.log.states(driver, ["p"])

    assert standing == {"p": Standing(7, None, 9), "q": Standing(6, None, 3)}
    assert states == {"p": (Standing(7, None, 9), b"3")}


def test_beginning_leaves_nothing_behind(database):
    """How the stored ones stand is told; persons who were locked and not stored are as if they had not been."""
    with database.write() as connection:
        driver = driver_of(connection)
        database.log.put(driver, [("p", b"1", 5, 9)])
        assert database.log.begin(driver, {"p", "q", "r"}) == {"p": Standing(5, None, 9)}
        assert database.log.standing(driver, ["p", "q"]) == {"p": Standing(5, None, 9)}
        assert database.log.states(driver, ["q"]) == {}
        database.log.end(driver, {"p", "q", "r"})

    assert database.quick_rows("SELECT person_id FROM person_states", ()) == [("p",)]


def test_decisions_stay_as_they_were_first(database):
    """However many there are at once; one that is there already is not written again."""
    rows = [(f"d{number:03}", number, "p", b"{}", b"\0" * 4, "f") for number in range(150)]
    with database.write() as connection:
        driver = driver_of(connection)
        database.log.decided(driver, [])
        database.log.decided(driver, rows[:70])
        database.log.decided(driver, [(*row[:3], b"[]", None, None) for row in rows[:1]] + rows[60:])

    columns = "decision_id, decided_at, person_id, record, features, feature_set"
    stored = database.quick_rows(f"SELECT {columns} FROM decisions ORDER BY decision_id", ())
    assert [(*row[:3], bytes(row[3]), bytes(row[4]), row[5]) for row in stored] == rows


def test_an_empty_log_is_settled_at_nothing(database):
    """And afterwards at its last place."""
    assert database.log.settled(database.quick_rows) == 0
    with database.write() as connection:
        database.log.begin(driver_of(connection), set())
        database.log.insert(driver_of(connection), [row("a"), row("b")])

    assert database.log.settled(database.quick_rows) == 2
