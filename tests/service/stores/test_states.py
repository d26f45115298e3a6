"""Persons' states: what was put is what is got."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.stores.states import States
from slotwise import person
from tests.worlds import make_state

# Every database takes all of Unicode but NUL and halves of surrogate pairs, which never get here.
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=5)), max_size=5))
def test_the_last_state_of_each_person_holds(database, rows):
    """Whatever the ids, the state that was put last is the one that is found."""
    states = States(database)
    with database.write() as connection:
        for person_id, products in rows:
            states.put(connection, [make_state(person_id, products, 10**12)])
    for person_id, products in dict(rows).items():
        assert states.get(person_id) == make_state(person_id, products, 10**12)


def test_nobody_is_empty(database):
    """A person of whom nothing is stored has an empty state."""
    states = States(database)

    assert states.get("p") == person.empty("p")
    with database.write() as connection:
        states.put(connection, [])
    assert states.get("p") == person.empty("p")


def test_some_persons_are_listed(database):
    """In the order of their ids, at most so many."""
    states = States(database)
    with database.write() as connection:
        states.put(connection, [person.empty(name) for name in ("c", "a", "b")])

    assert states.some(2) == ["a", "b"]


def test_a_state_that_did_not_change_is_not_unpacked_again(database):
    """The very same one is given, and forgotten when that is wished."""
    states = States(database)
    with database.write() as connection:
        states.put(connection, [make_state("p", ["a"], 10**12)], 7)
    first = states.read("p")

    assert states.read("p").state is first.state
    assert states.read("p").seq == 7
    assert States(database).read("p").state is not first.state


def test_whatever_changes_a_state_is_seen_at_the_next_read(database):
    """By another process, too: what was kept is never more than what the row holds."""
    states, other = States(database), States(database)

    def put(state, seq):
        with database.write() as connection:
            other.put(connection, [state], seq)

    put(make_state("p", ["a"], 10**12), 1)
    assert states.get("p") == make_state("p", ["a"], 10**12)
    put(make_state("p", ["a", "b"], 10**12), 2)
    assert states.get("p") == make_state("p", ["a", "b"], 10**12)
    with database.write() as connection:
        other.delete(connection, ["p"])
    assert states.get("p") == person.empty("p")
    put(make_state("p", ["c"], 10**12), 0)
    assert states.get("p") == make_state("p", ["c"], 10**12)
