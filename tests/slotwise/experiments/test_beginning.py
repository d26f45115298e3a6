"""Beginning: what a phase is made of."""

from slotwise.experiments.beginning import begun
from tests.experiments import NOW, experiment


def test_a_phase_counts_from_those_before():
    """Its number is the next, and the buckets say what its share is."""
    found = begun(experiment(), NOW, {}, [], None, [(0, 10), (20, 50)])

    assert (found.phase.number, found.phase.ramp[0].share, found.phase.allocations) == (1, 0.004, [])
    assert begun(found, NOW, {}, [], None, [(0, 1)]).phase.number == 2


def test_the_first_batch_of_a_bandit_has_the_weights_asked_for():
    """So that units are drawn by a batch from the beginning on."""
    (batch,) = begun(experiment(kind="bandit"), NOW, {}, [], None, [(0, 10)]).phase.allocations

    assert (batch.at, batch.batch, batch.weights) == (NOW, 0, [0.5, 0.5])
