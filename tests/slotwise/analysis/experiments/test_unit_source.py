"""The rows of units: each in its own time, with the number of its step, told apart by persons' facts as ever."""

import pytest

from slotwise.analysis.experiments.timeline import timeline
from slotwise.analysis.experiments.unit_source import Reach, UnitSource
from slotwise.analysis.experiments.units import units
from slotwise.analysis.opened import open_log
from slotwise.conditions import Condition
from slotwise.measures.growth import growth
from slotwise.measures.measure import Measure
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, event, write


@pytest.fixture
def grown(tmp_path):
    """The growths of a measure over some events of p (exposed after an hour) and q (after two days)."""

    def run(events, measure, persons=(), **reach):
        _, entry = documents(document())
        rows = [assigned("p", A, HOUR), assigned("q", B, 2 * DAY)]
        with open_log(write(tmp_path / "log", assignments=rows, events=events, persons=list(persons))) as opened:
            time = timeline(entry.phase, BEGAN + 4 * DAY, (A, B))
            units(opened, entry, entry.phase, time, (A, B))
            text, parameters = growth(UnitSource(opened, Reach(time, **reach)), measure)
            return sorted(opened.connection.execute(text, parameters).fetchall())

    return run


def test_a_units_time_begins_with_its_exposure(grown):
    """What q did before is nothing; the step is that of the phase."""
    events = [event(name, "click", at) for name in "pq" for at in (0, HOUR, DAY, 3 * DAY, 4 * DAY)]

    assert grown(events, Measure(type="click")) == [(0, 0, 1.0), (0, 1, 1.0), (0, 3, 1.0), (1, 3, 1.0)]


def test_the_past_is_a_step_of_its_own(grown):
    """Of as many days before the exposure as are asked for."""
    events = [event("q", "click", at) for at in (-2 * DAY, HOUR, DAY, 3 * DAY)]

    assert grown(events, Measure(type="click"), history=2 * DAY) == [(1, -1, 2.0), (1, 3, 1.0)]


def test_a_window_ends_a_units_time(grown):
    """Each unit has the same time from its own exposure."""
    events = [event("p", "click", at) for at in (HOUR, DAY, DAY + HOUR)]

    assert grown(events, Measure(type="click"), window=DAY) == [(0, 0, 1.0), (0, 1, 1.0)]


def test_persons_facts_are_those_of_the_person(grown):
    """Although a row's person is the unit's number."""
    events, persons = [event(name, "click", 2 * DAY) for name in "pq"], [
        {"person_id": "p", "attribute.city": "xian"},
        {"person_id": "q", "attribute.city": "wuhan"},
    ]  # fmt: skip
    measure = Measure(type="click", when=Condition.of('person.city == "wuhan"'))

    assert grown(events, measure, persons) == [(1, 2, 1.0)]
