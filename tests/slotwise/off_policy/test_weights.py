"""Weights and what is done to them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.off_policy import weights as weighing
from slotwise.off_policy.logged import Target
from tests.logged_slates import small_log

some_weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).map(np.array)


def test_prefix_weights_of_the_slot_before():
    """The first slot has none before it: one. Every other has its slate's."""
    logged, target = small_log()
    prefix = weighing.by_prefix(logged, target)
    before = weighing.before(logged, prefix)

    assert (before[logged.slot == 1] == 1).all()
    rows = np.flatnonzero(logged.slot > 1)
    assert np.array_equal(before[rows], prefix[rows - 1])


def test_the_slates_weight_is_that_of_its_last_slot():
    """All placements of a slate carry the weight of the whole slate."""
    logged, target = small_log()
    prefix = weighing.by_prefix(logged, target)
    whole = weighing.of_slate(logged, prefix)
    for decision in range(logged.decisions):
        rows = np.flatnonzero(logged.decision == decision)
        assert (whole[rows] == prefix[rows[-1]]).all()


@given(some_weights)
def test_shrinking_and_clipping_only_take_away(weights):
    """No weight grows, none falls below 0, and small ones stay nearly as they are."""
    for changed in (weighing.clipped(weights), weighing.shrunk(weights)):
        assert (changed <= weights * (1 + 1e-12)).all()
        assert (changed >= 0).all()
    small = weights < 0.1
    assert np.allclose(weighing.shrunk(weights)[small], weights[small], rtol=1e-3)


@given(some_weights)
def test_effective_samples(weights):
    """Between one and all rows; all for equal weights, none without weight."""
    found = weighing.effective(weights)
    assert found == 0 if not weights.any() else 0 < found <= len(weights) + 1e-6
    assert weighing.effective(np.full(7, 3.0)) == pytest.approx(7)
    assert weighing.effective(np.array([1e6, 1.0, 1.0])) == pytest.approx(1, abs=1e-4)


def test_unknown_propensities_have_no_weights():
    """Where the probability by slot is not known on one side there is no item-position weight."""
    logged, target = small_log()
    assert weighing.by_item(logged, Target(None, target.prefix)) is None
