"""Events: the log and the fold are one transaction, and an event counts once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.stores.events import Events, NewEvent, Status
from service.stores.states import States
from slotwise import person
from slotwise.errors import StoreError
from slotwise.events import Event

IDS = st.integers(0, 30).map(str)


@pytest.fixture
def events(database):
    """The log of events of the test's database."""
    return Events(database, States(database))


def new(event_id, person_id="p", at=1_000, **fields):
    """An event to be stored."""
    return NewEvent(Event(event_id, at, person_id, "click", **fields), 2_000)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.tuples(IDS, st.sampled_from("ab"), st.integers(0, 99)), min_size=1, max_size=6), max_size=6)
)
def test_states_are_the_fold_of_the_log(tmp_path_factory, calls):
    """However events come, repeated or not: each state equals the fold of the distinct events in the log."""
    from service.stores.database import Database

    database = Database(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}")
    database.prepare()
    states = States(database)
    log = Events(database, states)
    verdicts = [each for call in calls for each in log.add([new(*row, product_id="x") for row in call])]
    accepted = sum(each.status is Status.ACCEPTED for each in verdicts)
    stored = [each.event for each in log.since(0, 0, 10_000)]

    assert accepted == len(stored) == len({each.event_id for each in stored})
    for name in "ab":
        mine = [each for each in stored if each.person_id == name]
        assert states.get(name) == person.fold(person.empty(name), mine)
    database.close()


def test_an_event_comes_back_as_it_was(events):
    """Every field survives, context included."""
    event = Event("e", 5, "p", "x.y", "a", "b", "home", 3, "d", "s", "scene", 1.5, "CNY", {"x": 1.5, "y": "中"})
    events.add([NewEvent(event, 9, {"z": [1, {"a": None}]})])

    assert [each.event for each in events.since(0, 0, 10)] == [event]
    assert events.last() == 1


def test_the_log_is_read_from_a_place_and_a_moment(events):
    """After a place, not before a moment, at most so many, in the order of arrival."""
    events.add([new("a", at=30), new("b", at=10), new("c", at=20), new("d", at=40)])

    assert [each.event.event_id for each in events.since(1, 15, 10)] == ["c", "d"]
    assert [each.seq for each in events.since(0, 0, 2)] == [1, 2]


def test_a_failure_stores_nothing(events, monkeypatch):
    """When the state cannot be written the events are not in the log either."""

    def broken(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(events._states, "put", broken)
    with pytest.raises(StoreError):
        events.add([new("a")])

    assert events.last() == 0
