"""Pruning: what is old goes, what is young stays, and it is known up to when."""

import pytest
from sqlalchemy import func, select

from service.stores.decisions import Decisions, Logged
from service.stores.events import Events, NewEvent
from service.stores.pruning import PARTS, Pruning
from service.stores.refreshes import Refresh, Refreshes
from service.stores.states import States
from slotwise.events import Event
from tests.service.stores.enrolling import assignment


@pytest.fixture
def log(database):
    """Something of every part of the log at the moments 0 to 9."""
    events = Events(database, States(database))
    for at in range(10):
        shown = {"content_id": "c", "product_id": "p1", "decision_id": f"d{at}", "slot": 1}
        events.add([NewEvent(Event(f"e{at}", at, "p", "exposure", **shown), at)])
    logged = (Logged(f"d{at}", at, "p", b"{}", assignments=(assignment(f"d{at}", at=at),)) for at in range(10))
    Decisions(database).add(logged)
    Refreshes(database).add([Refresh("b", at, 1, "m", "f", "d", 0, 0, 0, at, 0, at) for at in range(10)])
    return database


def count(database, name):
    """How many rows a part of the log has."""
    return database.row(select(func.count()).select_from(PARTS[name].table), {})[0]


@pytest.mark.parametrize("name", ["events", "exposures", "decisions", "assignments", "refreshes"])
def test_what_is_old_goes_in_bites(log, name):
    """No bite is larger than it may be; with a pause after each; only this part changes."""
    pruning, pauses = Pruning(log), []
    assert pruning.bite(name, 6, most=4) == 4
    assert pruning.drop(name, 6, lambda: pauses.append(1)) == 2

    assert (count(log, name), len(pauses)) == (4, 1)
    parts = ("events", "exposures", "decisions", "assignments", "refreshes")
    assert [count(log, other) for other in parts if other != name] == [10] * 4
    assert pruning.until() == {name: 6}


def test_an_event_of_long_ago_that_came_lately_stays(log):
    """Its age is that of its arrival."""
    Events(log, States(log)).add([NewEvent(Event("old", 1, "q", "click", product_id="p1"), 99)])
    Pruning(log).drop("events", 50)

    assert count(log, "events") == 1


def test_what_was_dropped_is_not_forgotten(log):
    """A longer time to keep does not bring anything back."""
    pruning = Pruning(log)
    pruning.drop("decisions", 6)
    pruning.drop("decisions", 3)

    assert pruning.until() == {"decisions": 6}
