"""As of: what was known of a person when the log had come so far."""

from service.stores.as_of import AsOf
from service.stores.events import Events, NewEvent
from service.stores.states import States
from slotwise import person
from slotwise.events import Event


def event(number, at, who="p"):
    """A click that came as the log's event of this number."""
    return NewEvent(Event(f"e{number}", at, who, "click", product_id=f"p{number}"), at)


def test_each_event_counts_from_its_arrival_on(database):
    """However long ago it happened; up to the last one it is the state itself."""
    states = States(database)
    events, as_of = Events(database, states), AsOf(database)
    for number, at in enumerate((50, 10, 30), start=1):
        events.add([event(number, at), event(number + 10, at, "q")])
    seqs = [each.seq for each in events.since(0, 0, 100) if each.event.person_id == "p"]
    products = [[each.product for each in as_of.state("p", seq).history] for seq in (0, *seqs)]

    assert products == [[], ["p1"], ["p2", "p1"], ["p2", "p3", "p1"]]
    assert as_of.state("p", seqs[-1]) == states.get("p")


def test_nobody_and_strangers_have_no_past(database):
    """Their states are empty."""
    assert AsOf(database).state("", 9) == person.empty("")
    assert AsOf(database).state("x", 9) == person.empty("x")


def test_merges_are_known_since_when(database):
    """Before and after the moment itself."""
    from service.stores.tables import MERGES

    row = {"merge_id": "m", "at": 50, "child": "c", "parent": "p", "cause": "call"}
    with database.write() as connection:
        connection.execute(MERGES.insert(), row)
    as_of = AsOf(database)

    assert [as_of.merged_since("p", moment) for moment in (49, 50, 51)] == [True, True, False]
    assert as_of.merged_since("c", 10)
    assert not as_of.merged_since("q", 10)
