"""Events: the log and the fold are one transaction, an event counts once, and so does an exposure."""

import subprocess
import sys
import threading
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.stores.events import Events, NewEvent, Status
from service.stores.rejected import Rejected
from service.stores.states import States
from slotwise import person
from slotwise.errors import StoreError
from slotwise.events import Event

IDS = st.integers(0, 30).map(str)
ROWS = st.tuples(IDS, st.sampled_from("ab"), st.integers(0, 99), st.sampled_from("xy"))
RUN = count()

WRITER = """
import sys
from service.stores.database import Database
from service.stores.events import Events, NewEvent, Status
from service.stores.states import States
from slotwise.events import Event
database = Database(sys.argv[1])
events = Events(database, States(database))
accepted = 0
for number in range(40):
    batch = [
        NewEvent(Event(f"e{number}-{place}", place, f"p{(place * 7 + number) % 11}", "view", "x"), 2_000, {}, b"d" * 16)
        for place in range(10)
    ]
    if int(sys.argv[2]) % 2:
        batch.reverse()
    accepted += sum(verdict.status is Status.ACCEPTED for verdict in events.add(batch))
print(accepted)
"""


@pytest.fixture
def states(database):
    """The states of the test's database."""
    return States(database)


@pytest.fixture
def events(database, states):
    """The log of events of the test's database."""
    return Events(database, states)


def new(event_id, person_id="p", at=1_000, kind="click", digest=None, **fields):
    """An event to be stored."""
    return NewEvent(Event(event_id, at, person_id, kind, **fields), 2_000, digest=digest, body=b"{}")


def exposure(event_id, at=1_000, person_id="p", **fields):
    """The exposure of a placement."""
    return new(event_id, person_id, at, "exposure", **{"decision_id": "d", "slot": 1, "content_id": "c", **fields})


def statuses(verdicts):
    """What became of each event."""
    return [each.status.value for each in verdicts]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROWS, min_size=1, max_size=6), max_size=6))
def test_states_are_the_fold_of_the_log(events, states, calls):
    """However events come, repeated or not: each state equals the fold of the distinct events in the log."""
    run = next(RUN)
    rows = [[new(f"{run}-{one}", f"{run}-{who}", at, product_id=what) for one, who, at, what in call] for call in calls]
    accepted = sum(each.status is Status.ACCEPTED for call in rows for each in events.add(call))
    stored = [each.event for each in events.since(0, 0, 100_000) if each.event.event_id.startswith(f"{run}-")]

    assert accepted == len(stored) == len({each.event_id for each in stored})
    for name in (f"{run}-a", f"{run}-b"):
        mine = [each for each in stored if each.person_id == name]
        assert states.get(name) == person.fold(person.empty(name), mine)


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


def test_nothing_to_add_is_nothing(events):
    """An empty batch has no verdicts."""
    assert events.add([]) == []


def test_the_same_body_is_a_duplicate_and_another_a_conflict(events, database, states):
    """By its digest, in the batch as in the log; what conflicts is kept among the refused with its body."""
    first = events.add([new("a", digest=b"1" * 16), new("a", digest=b"1" * 16), new("a", digest=b"2" * 16)])
    again = events.add([new("a", digest=b"2" * 16), new("a", digest=b"1" * 16), new("b")])

    assert statuses(first) == ["accepted", "duplicate", "conflict"]
    assert statuses(again) == ["conflict", "duplicate", "accepted"]
    kept = Rejected(database).page(code="event_conflict")
    assert [(each.refusal.event_id, each.refusal.body) for each in kept] == [("a", b"{}")] * 2
    assert sum(states.get("p").totals) == 2


def test_an_exposure_counts_once(events, states):
    """However often it is sent, under whatever event id: accepted, in the log, and counted nowhere again."""
    first = events.add([exposure("e1"), exposure("e2"), exposure("e3", slot=2)])
    second = events.add([exposure("e4", person_id="q"), exposure("e5", decision_id=None), exposure("e6", slot=2)])

    assert statuses(first + second) == ["accepted"] * 6
    assert [each.event.event_id for each in events.since(0, 0, 10)] == ["e1", "e3", "e5"]
    assert len(states.get("p").shown) == 3
    assert states.get("q") == person.empty("q")


def test_an_event_belongs_to_the_only_exposure(events):
    """Without a decision of its own, within the touchpoint's window; it takes over what the exposure knows."""
    events.add([exposure("e1", at=1_000, touchpoint="home", product_id="x")])
    verdicts = events.add(
        [
            new("in", at=6_000, content_id="c"),
            new("late", at=6_001, content_id="c"),
            new("early", at=999, content_id="c"),
            new("other", at=2_000, content_id="c", touchpoint="bill"),
            new("own", at=2_000, content_id="c", decision_id="mine"),
            new("q", "q", at=2_000, content_id="c"),
        ],
        {"home": 5_000},
    )
    found = {each.event.event_id: each.event for each in events.since(1, 0, 10)}

    assert [each.attributed for each in verdicts] == ["inferred", "", "", "", "", ""]
    assert (found["in"].decision_id, found["in"].slot, found["in"].touchpoint) == ("d", 1, "home")
    assert found["in"].product_id == "x"
    assert [found[name].decision_id for name in ("late", "early", "other", "own", "q")] == [None] * 3 + ["mine", None]


def test_an_event_with_two_exposures_belongs_to_neither(events):
    """Where it is not clear which decision it was, it is left open."""
    events.add([exposure("e1"), exposure("e2", decision_id="d2"), new("click", at=2_000, content_id="c")])

    assert [each.event.decision_id for each in events.since(2, 0, 10)] == [None]


def test_exposure_and_click_may_come_together(events):
    """A click finds the exposure of its own batch, wherever in the batch that stands."""
    verdicts = events.add([new("click", at=2_000, content_id="c"), exposure("e1", touchpoint="home")])

    assert [each.attributed for each in verdicts] == ["inferred", ""]


def test_a_hook_may_refuse_and_rename(events, database, states):
    """What the hook calls erased is refused without its body; what it gives another person is folded there."""

    def admit(connection, given):
        renamed = [NewEvent(Event("b", 1_000, "q", "click", "x"), 2_000), None]
        return [renamed[0] if each.event.event_id == "b" else renamed[1] for each in given]

    events.admit = admit

    assert statuses(events.add([new("a"), new("b")])) == ["erased", "accepted"]
    assert len(states.get("q").history) == 1
    kept = Rejected(database).page()
    assert [(each.refusal.code, each.refusal.event_id, each.refusal.body) for each in kept] == [
        ("person_erased", None, b"")
    ]


def test_events_are_folded_into_whom_their_person_was_merged_into(events, database, states):
    """The event keeps its id, the state of the root grows; also when the merge happens in the very transaction."""
    from sqlalchemy import update

    from service.stores.tables import STATES

    def merge(connection, given=()):
        states.put(connection, [person.empty("root"), person.empty("leaf")])
        connection.execute(update(STATES).where(STATES.c.person_id == "leaf").values(merged_into="root"))
        return given

    events.admit = merge
    events.add([new("a", "leaf", product_id="x")])
    events.admit = None
    events.add([new("b", "leaf", product_id="x"), new("c", "root", product_id="x")])

    assert [each.event.person_id for each in events.since(0, 0, 10)] == ["leaf", "leaf", "root"]
    assert len(states.get("root").history) == 3
    assert states.get("leaf").history == ()


def test_a_failure_stores_nothing(events, monkeypatch):
    """When the state cannot be written the events are not in the log either."""

    def broken(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(events._states, "note", broken)
    with pytest.raises(StoreError):
        events.add([new("a")])

    assert events.since(0, 0, 10) == []


def test_a_state_that_moved_is_folded_again(events, states, database, monkeypatch):
    """When another process wrote the state after the draft was made, nothing of what it wrote is lost."""
    from service.stores import folding

    draft = folding.draft

    def slow(read, given):
        found = draft(read, given)
        monkeypatch.setattr(folding, "draft", draft)
        Events(database, states).add([new("between", product_id="x")])
        return found

    monkeypatch.setattr(folding, "draft", slow)
    events.add([new("a", product_id="x")])

    assert sum(states.get("p").totals) == 2


def test_a_damaged_state_is_mended_by_the_next_event(events, states, database):
    """It is folded anew from the log, the new event and those of merged persons among it; nobody else is held up."""
    events.add([new("a", product_id="x"), new("b", "q", product_id="x")])
    with database.write() as connection:
        states.put_packed(connection, [("p", b"nonsense")])
    verdicts = events.add([new("c", product_id="y"), new("d", "q", product_id="y")])

    assert statuses(verdicts) == ["accepted", "accepted"]
    assert [each.product for each in states.get("p").history] == ["x", "y"]
    assert len(states.get("q").history) == 2


def test_nobody_is_left_where_nothing_was_stored(events, states):
    """A batch of duplicates for a person who has no state makes none."""
    events.add([new("a", "p", digest=b"1" * 16)])
    events.add([new("a", "nobody", digest=b"2" * 16)])

    assert states.some(10) == ["p"]


@pytest.mark.slow
def test_several_processes_store_each_event_once(database_url, database):
    """Four processes send the same events in two orders at once: each is accepted once, and every state is right."""
    log = Events(database, States(database))
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database_url, str(n)], stdout=subprocess.PIPE, text=True)
        for n in range(4)
    ]
    accepted = [int(writer.communicate()[0] or -1_000) for writer in writers]

    assert sum(accepted) == 400
    stored = [each.event for each in log.since(0, 0, 1_000)]
    assert len(stored) == 400
    for name in {each.person_id for each in stored}:
        mine = [each for each in stored if each.person_id == name]
        assert States(database).get(name) == person.fold(person.empty(name), mine)


@pytest.mark.slow
def test_a_reader_misses_nothing_that_comes_in_late(database_url, database, events):
    """Somebody who goes on from the last place sees every event, although transactions end in another order."""
    seen, done = [], threading.Event()

    def follow():
        place = 0
        while True:
            last = done.is_set()
            found = events.since(place, 0, 100)
            seen.extend(each.event.event_id for each in found)
            place = found[-1].seq if found else place
            if last and not found:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database_url, str(n)], stdout=subprocess.DEVNULL)
        for n in range(4)
    ]
    for writer in writers:
        writer.wait()
    done.set()
    reader.join(60)

    assert len(seen) == len(set(seen)) == 400
