"""The life cycle over everybody: counts of its phases, and tiers with a core of the wanted size."""

import numpy as np
import pytest

from service.configuration.edits import replaced
from service.life_fitting import LifeFitting, points_of_all
from slotwise.documents.life_cycle import Phase
from slotwise.errors import ConfigurationError
from slotwise.life import points_of

PHASES = [
    {"phase": "money", "kind": "score", "fact": "state.spend", "thresholds": [1.0, 2.0, 3.0, 4.0]},
    {"phase": "often", "kind": "score", "fact": "state.purchases", "thresholds": [1.0]},
    {"phase": "core", "kind": "tier", "from_points": 5.0},
    {"phase": "base", "kind": "tier", "from_points": 0.0},
    {"phase": "buyer", "kind": "stage", "entry": "state.purchases >= 1"},
]  # fmt: skip


@pytest.fixture
def fitting(service, client):
    """Ten persons who spent 10, 20 ... 100, and a life cycle."""
    service.configuration.changing.apply(replaced({"life_cycle": PHASES}), "tests", "life cycle")
    service.configuration.following.tick()
    events = [
        {"event_id": f"{place}", "type": "convert", "person": {"id": f"p{place}"}, "product_id": "p0",
         "value": 10.0 * place, "currency": "CNY"}
        for place in range(1, 11)
    ]  # fmt: skip
    assert client.post("/v1/events", json={"events": events}).status_code == 202
    service.audiences.renewing.run()
    return LifeFitting(service.configuration.changing, service.audiences)


def test_phases_are_counted(fitting):
    """Every phase of a kind, those without anybody too."""
    found = fitting.counts()
    assert (found["persons"], found["stage"], found["tier"]) == (10, {"buyer": 10}, {"core": 10, "base": 0})


@pytest.mark.parametrize(("share", "persons"), [(0.2, 2), (0.4, 4)])
def test_the_core_has_the_wanted_size(fitting, service, share, persons):
    """Thresholds at even parts of what persons spent; the core begins where its share is nearest."""
    phases = {each.phase: each for each in fitting.fitted(share)}

    assert phases["money"].thresholds == [28.0, 46.0, 64.0, 82.0]
    made, _ = fitting.propose(list(phases.values()), "ann", "fitted")
    service.configuration.following.tick()
    assert made.author == "ann"
    assert fitting.counts()["tier"]["core"] == persons


def test_points_are_those_of_the_life_cycle():
    """Of many values at once as of each by itself, from below and from above; a missing one gets none."""
    values = np.array([0.5, 1.0, 2.0, 9.0, np.nan])
    for less in (False, True):
        score = Phase.model_validate({**PHASES[0], "less_is_more": less})
        assert points_of_all(score, values).tolist() == [points_of(score, each) for each in values.tolist()]


def test_without_scores_there_is_nothing_to_fit(fitting, service):
    """It says what is missing."""
    service.configuration.changing.apply(replaced({"life_cycle": PHASES[-1:]}), "tests", "stages only")
    with pytest.raises(ConfigurationError):
        fitting.fitted()
    assert service.configuration.history.newest().configuration.of(Phase)[0].phase == "buyer"
