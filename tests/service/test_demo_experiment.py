"""The demo's experiment: what it starts is there, and does what the demo says it does."""

from service.demo_experiment import EXPERIMENT
from service.demo_world import WORLD
from slotwise.configuration import seeded
from slotwise.documents import World
from slotwise.documents.experiments import Experiment


def test_the_experiment_is_a_draft_of_the_demo_world():
    """It can be started as it is, and has a variant for its guardrail to stop."""
    configuration = seeded(WORLD)
    (found,) = configuration.of(Experiment)

    assert (found.experiment, found.status) == (EXPERIMENT, "draft")
    assert {each.metric for each in found.guardrails} >= {"fallback_share"}
    assert [each for each in configuration.problems(World()) if each.pointer.startswith("/experiments")] == []
