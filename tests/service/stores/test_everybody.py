"""Everybody: all states in the order of the database, and those that changed, in bites."""

from service.stores.everybody import Everybody
from service.stores.states import States
from slotwise.person import empty


def test_all_are_given_in_bites(database):
    """Every state comes once, in bites no larger than asked for."""
    with database.write() as connection:
        States(database).put(connection, [empty(f"p_{number:02d}") for number in range(10)])
    bites = list(Everybody(database, batch=4).all())

    assert [len(each) for each in bites] == [4, 4, 2]
    assert [row.person_id for rows in bites for row in rows] == [f"p_{number:02d}" for number in range(10)]


def test_the_changed_are_given(database):
    """States with a later revision are found between all bounds, also before the first and after the last."""
    states = States(database)
    with database.write() as connection:
        states.put(connection, [empty(f"p_{number:02d}") for number in range(10)])
    everybody = Everybody(database, batch=4)
    bounds = [rows[-1].person_id for rows in everybody.all()]
    newest = max(row.revision for rows in everybody.all() for row in rows)
    with database.write() as connection:
        # A write may come within the same millisecond: only a state that was there has a later revision for sure.
        states.put(connection, [empty(f"p_{number:02d}") for number in (0, 4, 9)])
        database.log.put(connection.connection.driver_connection, [("zz", b"[]", newest + 5, 0)])

    found = [row.person_id for rows in everybody.since(newest, bounds) for row in rows]
    assert [each for each in found if each != "zz"] == ["p_00", "p_04", "p_09"]
    assert "zz" in found


def test_nobody_is_no_bite(database):
    """An empty database gives nothing, and its only bound is none."""
    assert list(Everybody(database).all()) == []
    assert list(Everybody(database).since(0, [])) == [[]]
