"""The simulated channels as a world of logs: clicks by its own truth, probabilities by the policy that serves."""

import numpy as np
import pytest

from bench.off_policy.proof import COUNTS, prove
from bench.off_policy.simulated import SLOTS, SimulatedWorld
from slotwise.policies import Fixed


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return SimulatedWorld(tmp_path_factory.mktemp("channels") / "log", requests=60)


@pytest.mark.slow
def test_probabilities_are_the_policys_own(world):
    """Prefixes worked out at once, and what is expected next, are those of `chances` and `following`."""
    policy, chance = world.policies["better"], np.random.default_rng(2)
    request = np.arange(10)
    slate = policy.draw(request, chance)
    lift = chance.random((10, world.size))
    _, prefix, following = policy.of(request, slate, lift)
    everything, nothing = Fixed(np.ones(world.size, bool)), np.zeros(world.size, bool)
    for row in request:
        scores = policy.scores[row]
        told = policy.policy.chances(scores, nothing, slate[row].tolist(), everything)
        assert prefix.reshape(-1, SLOTS)[row] == pytest.approx([each.prefix for each in told])
        for slot in range(SLOTS):
            comes = policy.policy.following(scores, nothing, slate[row, :slot].tolist(), everything)
            assert following.reshape(-1, SLOTS)[row, slot] == pytest.approx(comes @ lift[row])


@pytest.mark.slow
def test_candidates_are_ranked_as_the_truth_ranks_them(world):
    """With a few logs of 1,500 slates the far better and the far worse are told apart, and nothing is far off."""
    found = {each["estimator"]: each for each in prove(world, 3)["rows"]}

    assert found["doubly_robust"]["error"] < found["slate_ips"]["error"]
    assert abs(found["doubly_robust"]["bias"]) < 0.5
    assert COUNTS in found
