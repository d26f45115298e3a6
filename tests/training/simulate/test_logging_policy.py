"""The policy that wrote the log, and its propensities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.chance import generator
from training.simulate.logging_policy import UNIFORM, LoggingPolicy
from training.simulate.surfaces import ABSENT


@pytest.fixture(scope="module")
def policy(bare_world):
    """The policy of the world."""
    return bare_world.policy


def tiny(weights):
    """A policy of one day and one pool with the given weights."""
    weight = np.array([weights]) / np.sum(weights)
    member = np.nonzero(weight[0])[0]
    return LoggingPolicy(weight, np.cumsum(weight[0])[member], member, np.array([0, len(member)]), 1)


def test_weights_are_distributions_over_live_contents(bare_world, policy):
    """Every day and pool has weights that sum to one, and none for a content that is not on sale."""
    live = bare_world.on_sale[:, bare_world.catalog.content_product]

    assert np.allclose(policy.weight.sum(axis=1), 1.0)
    assert not policy.weight[: policy.n_pools][:, ~live[0]].any()


@settings(max_examples=30, deadline=None)
@given(
    weights=st.lists(st.floats(0.01, 5.0), min_size=2, max_size=6),
    places=st.integers(1, 8),
    seed=st.integers(0, 10_000),
)
def test_pages_never_repeat_a_content(weights, places, seed):
    """No content comes twice, and places beyond the pool stay empty, without a propensity."""
    pool = np.zeros((20, places), np.int64)
    content, propensity = tiny(weights).draw(np.zeros(20, np.int64), pool, generator("test", str(seed)))
    filled = min(places, len(weights))

    assert all(len(set(row[:filled].tolist())) == filled for row in content)
    assert (content[:, filled:] == ABSENT).all()
    assert np.array_equal(np.isnan(propensity), content == ABSENT)


def test_propensity_is_the_mixture_given_what_came_before():
    """By hand: softmax share of what is left and uniform share of what is left, mixed."""
    policy = tiny([4.0, 3.0, 2.0, 1.0])
    content, propensity = policy.draw(np.zeros(50, np.int64), np.zeros((50, 2), np.int64), generator("test", "by hand"))
    first, second = policy.weight[0][content.T]

    assert np.allclose(propensity[:, 0], (1 - UNIFORM) * first + UNIFORM / 4)
    assert np.allclose(propensity[:, 1], (1 - UNIFORM) * second / (1 - first) + UNIFORM / 3)


def test_inverse_propensities_are_unbiased():
    """Weighted by 1/propensity each content is seen once per draw, in the second place as well as in the first."""
    content, propensity = tiny([8.0, 3.0, 2.0, 1.0]).draw(
        np.zeros(60_000, np.int64), np.zeros((60_000, 2), np.int64), generator("test", "unbiased")
    )
    first = np.bincount(content[:, 0], 1 / propensity[:, 0], minlength=4) / 60_000
    second = np.bincount(content[:, 1], 1 / propensity[:, 1], minlength=4) / 60_000
    came_first = np.bincount(content[:, 0], minlength=4) / 60_000

    assert np.allclose(first, 1.0, atol=0.05)
    assert np.allclose(second, 1.0 - came_first, atol=0.05)


def test_places_that_do_not_exist_stay_empty(policy, rng):
    """A page with fewer places gets fewer contents."""
    content, _ = policy.draw(np.zeros(5, np.int64), np.array([[0, ABSENT, 1]] * 5), rng)

    assert (content[:, 1] == ABSENT).all()
    assert (content[:, [0, 2]] != ABSENT).all()
