"""A start asks for its plan, is refused without hope, and keeps what was planned with the phase."""

import pytest

from service.configuration.edits import replaced
from service.experiments import planning
from service.experiments.conducting import By
from service.experiments.starting import Starting
from service.stores.experiment_plans import ExperimentPlans
from slotwise.errors import DatasetError, ExperimentError
from tests.service.experiments.living import CTR
from tests.service.experiments.test_conducting import DRAFT

LIN = By("lin", "to see")


@pytest.fixture
def starting(conducting, database, tmp_path):
    """Who starts a draft."""
    conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    conducting.create(DRAFT, LIN)
    return Starting(conducting, ExperimentPlans(database), tmp_path)


def planned(monkeypatch, reachable):
    """Let every plan say so; returns the shares that were asked about."""
    asked = []

    def plan(data_dir, document, share=None):
        asked.append(share)
        return {"reachable": reachable, "planned_units": 500, "text": "no", "days_needed": 99.0}

    monkeypatch.setattr(planning, "plan", plan)
    return asked


def test_what_was_planned_is_kept_with_the_phase(starting, monkeypatch):
    """With the share that the experiment will be ramped to, else that of the start."""
    asked = planned(monkeypatch, True)
    done = starting.start("hero", LIN, 0.1, 0.5)

    assert asked == [0.5]
    assert done.experiment.phase.ramp[0].share == 0.1
    assert done.warnings == ()
    assert starting.plans.of("hero", 1)["planned_units"] == 500


def test_without_hope_it_is_refused_unless_overridden(starting, monkeypatch):
    """And nothing is kept of a start that was none."""
    asked = planned(monkeypatch, False)
    with pytest.raises(ExperimentError):
        starting.start("hero", LIN)
    assert starting.plans.of("hero", 1) is None
    starting.start("hero", LIN, override=True)
    assert asked == [None, None]
    assert starting.conducting.get("hero").status == "running"


def test_where_nothing_can_be_planned_it_starts_and_says_so(starting, monkeypatch):
    """A new installation has no log yet."""

    def fails(data_dir, document, share=None):
        raise DatasetError("there is no log")

    monkeypatch.setattr(planning, "plan", fails)
    done = starting.start("hero", LIN)

    assert "not known: there is no log" in done.warnings[0]
    assert starting.plans.of("hero", 1) is None


def test_what_was_started_is_not_planned_again(starting, monkeypatch):
    """A second start is refused at once."""
    asked = planned(monkeypatch, True)
    starting.start("hero", LIN)
    with pytest.raises(ExperimentError):
        starting.start("hero", LIN)
    assert len(asked) == 1
