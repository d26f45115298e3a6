"""Recording: steps of tasks are events, once; what the store cannot take is told and not lost with the task."""

from service.stores.tasks import Task
from service.worklists.recording import MADE
from slotwise.errors import StoreError

TASK = Task("t_1", "long", "p_one", "p0", "human", 0, None, 1.0, 0)


def test_an_event_counts_once(hall):
    """The same step recorded again is a duplicate of itself."""
    recording = hall.service.building.recording
    assert recording.record(MADE, TASK, "home", hall.now, value=1.0)
    assert recording.record(MADE, TASK, "home", hall.now, value=1.0)
    kept = hall.service.persons.latest.of(["p_one"], 9)
    assert [each["properties"]["staircase"] for each in kept] == ["long"]


def test_a_store_that_is_away_does_not_stop_an_agent(hall, monkeypatch):
    """The step is told as not recorded; nothing is raised."""

    def away(*_, **__):
        raise StoreError("away")

    monkeypatch.setattr(hall.service.ingest.events, "add", away)
    assert not hall.service.building.recording.record(MADE, TASK, "home", hall.now)
