"""Who left a process midway lately, straight from the log."""

from itertools import count

import pytest

from service.stores.events import Events, NewEvent
from service.stores.leavers import Leavers
from service.stores.states import States
from slotwise.events import Event

_IDS = count()


@pytest.fixture
def log(database):
    """Adds events to the log."""
    events = Events(database, States(database))

    def add(person: str, kind: str, at: int, product: str | None = "line_100") -> None:
        event = Event(f"e{next(_IDS)}", at, person, kind, product_id=product)
        events.add([NewEvent(event, received_at=at)])

    return add


def test_the_last_leaving_of_each_person_is_found(database, log):
    """Of the products asked for, inside the span, whatever else they did."""
    log("p1", "leave", 100)
    log("p1", "leave", 300)
    log("p1", "start", 900)
    log("p2", "leave", 200, "plan_39")
    log("p3", "leave", 50)
    log("p4", "leave", 400)
    log("p5", "leave", 200, None)
    leavers = Leavers(database)
    assert leavers.since(100, 400, {"line_100"}) == {"p1": 300}
    assert leavers.since(0, 1_000, {"line_100", "plan_39"}) == {"p1": 300, "p2": 200, "p3": 50, "p4": 400}
    assert leavers.since(0, 1_000, set()) == {}
