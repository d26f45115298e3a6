"""What is said of a person, as they are told it."""

from dataclasses import replace

from service.person_standing import told
from slotwise import person
from slotwise.configuration import Configuration
from tests.worlds import DAY, make_events

TAG = {"tag": "left_plan", "behaviour": "left", "category": "plan", "window_days": 7.0, "expiry_days": 7.0}
PHASES = [{"phase": "new", "kind": "stage", "entry": "state.purchases == 0"}]


def test_tags_and_life_cycle(service):
    """Of somebody who left a plan; nothing while no model is live."""
    serving = service.models.current
    configuration = Configuration.load({"tags": [{**TAG, "status": "live"}], "life_cycle": PHASES})
    serving = replace(serving, model=serving.model.configured(configuration))
    now = serving.live.at + 10 * DAY
    state = person.fold(person.empty("p"), make_events("p", ["p0"], now - DAY, "leave"))
    found = told(serving, state, now)

    assert [(each["tag"], each["used"]) for each in found["tags"]] == [("left_plan", True)]
    assert found["life_cycle"] == {"stage": "new", "tier": None, "growth": None, "points": None}
    silent = told(serving, replace(state, personalize=False), now)
    assert [(each["tag"], each["used"]) for each in silent["tags"]] == [("left_plan", False)]
    assert told(None, state, now)["tags"] == []
