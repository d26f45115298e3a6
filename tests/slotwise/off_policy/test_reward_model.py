"""The model of the reward has not seen the persons whom it speaks of."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.off_policy.reward_model import cross_fitted
from tests.logged_slates import small_log


@pytest.fixture
def logged():
    return small_log(decisions=400, persons=100)[0]


def test_a_persons_rewards_do_not_change_what_is_predicted_for_them(logged):
    """All placements of a person are in one fold, and their rewards may be anything."""
    content = np.random.default_rng(2).integers(0, 6, len(logged))
    model = cross_fitted(logged, content, 6)
    own = logged.clusters == logged.clusters[0]
    other = replace(logged, reward=np.where(own, 1.0, logged.reward))

    assert len(set(model.fold[own].tolist())) == 1
    assert np.array_equal(
        cross_fitted(other, content, 6).predicted(logged, content)[own], model.predicted(logged, content)[own]
    )


def test_better_contents_are_expected_to_be_better(logged):
    """Means by slot and content are found, drawn towards the slot's."""
    content = np.arange(len(logged)) % 2
    better = replace(logged, reward=(content == 1) * 0.5 / logged.slot)
    model = cross_fitted(better, content, 2)

    for fold in range(5):
        assert model.predict(fold, 1)[1] > 3 * model.predict(fold, 1)[0]
        assert model.predict(fold, 1)[1] > model.predict(fold, 2)[1]
    assert np.allclose(model.predict(0, 2), model.rate[0, 1] * model.lift[0])


def test_a_log_without_any_reward(logged):
    """Nothing is expected of anything."""
    model = cross_fitted(replace(logged, reward=np.zeros(len(logged))), np.zeros(len(logged), int), 1)

    assert (model.predict(0, 1) == 0).all()
