"""Traffic: who would have been in an experiment, from what was decided or, failing that, from what was done."""

from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.traffic import traffic
from slotwise.analysis.opened import open_log
from tests.experiment_logs import BEGAN, DAY, HOUR, document, documents, event, write

TIME = Timeline(BEGAN, BEGAN + 2 * DAY)


def read(tmp_path, touchpoints=("home",), **tables):
    """Ids and exposures of the units."""
    _, entry = documents(document(touchpoints=list(touchpoints)))
    with open_log(write(tmp_path / "log", **tables)) as opened:
        found = traffic(opened, entry, TIME)
        keys = [row[0] for row in opened.connection.execute("SELECT key FROM units ORDER BY unit").fetchall()]
    return dict(zip(keys, (found.exposed - BEGAN).tolist(), strict=True))


def decided(person, at, touchpoint="home"):
    """A decision."""
    return {"decision_id": f"d{at}", "decided_at": BEGAN + at, "person_id": person, "touchpoint": touchpoint, "slot": 1}


def test_the_first_decision_at_a_touchpoint_counts(tmp_path):
    """Within the time, for somebody."""
    rows = [decided("p", HOUR), decided("p", 0, "bill"), decided("q", -1), decided(None, 5), decided("r", 2 * DAY)]

    assert read(tmp_path, decisions=rows) == {"p": HOUR}
    assert read(tmp_path, (), decisions=rows) == {"p": 0}


def test_without_decisions_events_tell(tmp_path):
    """Whoever did anything was there."""
    assert read(tmp_path, (), events=[event("p", "view", HOUR), event("q", "click", 3 * DAY)]) == {"p": HOUR}
