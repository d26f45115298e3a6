"""The world in which every slate can be counted: its truth is its logs', and its numbers are the policy's own."""

import numpy as np
import pytest

from bench.off_policy.slates import CONTENTS, CONTEXTS, SLATES, SlateWorld
from bench.off_policy.worlds import CANDIDATES
from slotwise.off_policy.estimates import estimate
from slotwise.policies import Fixed


@pytest.fixture(scope="module")
def world():
    return SlateWorld(persons=800)


def test_probabilities_are_those_of_the_policy(world):
    """Slates of every context add up to one; prefix and slot are what `chances` and `marginals` say."""
    for name in ("champion", "better"):
        assert np.allclose(world.policies[name].slate.sum(axis=1), 1)
        assert np.allclose(world.policies[name].by_slot.sum(axis=2), 1)
    drawn = world.log(3)
    assert (drawn.logged.prefix <= drawn.logged.propensity + 1e-12).all()
    assert len(SLATES) == CONTENTS * (CONTENTS - 1) * (CONTENTS - 2)
    assert len(world.attraction) == CONTEXTS
    assert Fixed(np.ones(CONTENTS, bool))([]).all()


@pytest.mark.parametrize("leaving", [0.0, 0.7])
def test_the_champions_logs_have_its_true_value(leaving):
    """The mean of the rewards is the value that was worked out slate by slate."""
    world = SlateWorld(leaving, persons=5_000)
    found = [estimate(each.logged, each.logged.reward) for each in (world.log(1), world.log(2))]

    assert all(abs(each.value - world.truth["champion"]) < 3.5 * each.standard_error for each in found)


def test_versions_are_as_good_as_they_are_skilled(world):
    """The true ranking is that of the skills, so that a ranking can be wrong."""
    values = [world.truth[name] for name in CANDIDATES]

    assert values == sorted(values, reverse=True)


def test_logs_are_drawn_from_their_seed(world):
    """The same seed gives the same log, another one another."""
    one, again, other = world.log(5), world.log(5), world.log(6)

    assert np.array_equal(one.logged.reward, again.logged.reward)
    assert not np.array_equal(one.logged.reward, other.logged.reward)
