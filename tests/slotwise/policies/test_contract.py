"""Every policy of the room keeps the room's contract; a new one is found by itself."""

import numpy as np
import pytest

from slotwise.errors import ConfigError
from slotwise.policies import best_first, policies, policy_from_json

POLICIES = policies()
SCORES = np.random.default_rng(2).normal(size=30)
FRESH = np.arange(30) % 10 == 0


def draw(name, slots, mask=None, seed=0):
    mask = mask or (lambda drawn: np.ones(30, bool))
    return POLICIES[name]().draw(SCORES, FRESH, slots, mask, np.random.default_rng(seed))


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_slates_are_lawful(name):
    """At most `slots` different candidates, all open when drawn, propensities in (0, 1] and exact prefixes."""

    def mask(drawn):
        return np.arange(30) % 2 == len(drawn) % 2

    for seed in range(50):
        slate = draw(name, 6, mask, seed)
        assert len(slate) == len({each.place for each in slate}) == 6
        assert [each.place % 2 for each in slate] == [0, 1] * 3
        assert all(0 < each.propensity <= 1 for each in slate)
        assert np.allclose(np.cumprod([each.propensity for each in slate]), [each.prefix for each in slate])


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_mask_is_not_written_to(name):
    """A mask that is handed out twice stays as it was, and what was drawn is not drawn again."""
    mask = np.ones(30, bool)
    draw(name, 30, lambda drawn: mask)

    assert mask.all()


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_short_slates(name):
    """No slots, no candidates or nothing open: an empty or a short slate, never an error."""
    assert draw(name, 0) == []
    assert draw(name, 5, lambda drawn: np.zeros(30, bool)) == []
    assert len(draw(name, 5, lambda drawn: np.arange(30) < 3)) == 3
    nothing = POLICIES[name]().draw(
        np.zeros(0), np.zeros(0, bool), 4, lambda drawn: np.zeros(0, bool), np.random.default_rng()
    )
    assert nothing == []


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_same_chance_gives_the_same_slate(name):
    """The only chance is the generator that is passed in."""
    assert draw(name, 10, seed=7) == draw(name, 10, seed=7)


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_documents_come_back(name):
    """What `to_json` writes makes the same policy."""
    policy = POLICIES[name]()

    assert policy_from_json(policy.to_json()) == policy


@pytest.mark.parametrize("document", [{}, {"policy": "nobody"}, {"policy": "greedy", "explore": 1}])
def test_unknown_policies_are_refused(document):
    """A name or a parameter that no file has is an error with a code."""
    with pytest.raises(ConfigError):
        policy_from_json(document)


def test_best_first_of_nothing_open():
    """Without an open candidate there is no best one."""
    assert best_first(np.array([1.0, 2.0]), np.array([False, False])) == -1
