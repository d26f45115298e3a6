"""Marginals of drawing slot by slot: exact while few slates can stand before, close from then on."""

import itertools

import numpy as np
import pytest

from slotwise.marginals import marginals


def steps(weights):
    """Plackett-Luce: the shares of what is left."""

    def step(slates):
        left = np.broadcast_to(weights, (len(slates), len(weights))).copy()
        np.put_along_axis(left, slates, 0.0, axis=1)
        return left / np.maximum(left.sum(axis=1, keepdims=True), 1e-300)

    return step


def enumerated(weights, slots):
    """The same from the definition, slate by slate."""
    found = np.zeros((slots, len(weights)))
    for slate in itertools.permutations(range(len(weights)), slots):
        chance, left = 1.0, weights.sum()
        for place in slate:
            chance *= weights[place] / left
            left -= weights[place]
        found[np.arange(slots), slate] += chance
    return found


def test_few_slates_are_all_followed():
    """With eight candidates and three slots the numbers are exact."""
    weights = np.random.default_rng(3).exponential(size=8)

    assert np.allclose(marginals(steps(weights), 3, 8), enumerated(weights, 3), rtol=1e-12)


@pytest.mark.parametrize("spread", [0.5, 1.0, 2.0])
def test_many_slates_are_sampled_evenly(spread):
    """With thirty candidates every probability of the third slot is right to a twentieth of itself."""
    weights = np.exp(spread * np.random.default_rng(4).normal(size=30))
    found, expected = marginals(steps(weights), 3, 30), enumerated(weights, 3)

    assert np.allclose(found[:2], expected[:2], rtol=1e-12)
    assert np.allclose(found[2], expected[2], rtol=0.05, atol=0)
    assert np.allclose(found.sum(axis=1), 1)


def test_slates_that_end():
    """With fewer candidates than slots the last slots stay empty."""
    found = marginals(steps(np.array([2.0, 1.0])), 4, 2)

    assert np.allclose(found, [[2 / 3, 1 / 3], [1 / 3, 2 / 3], [0, 0], [0, 0]])
    assert marginals(steps(np.zeros(0)), 2, 0).shape == (2, 0)
