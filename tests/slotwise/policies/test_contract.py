"""Every policy of the room keeps the room's contract; a new one is found by itself."""

import itertools

import numpy as np
import pytest

from slotwise.errors import ConfigError
from slotwise.limited import Limit, Limited
from slotwise.policies import Fixed, best_first, policies, policy_from_json

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


MASKS = {
    "fixed": Fixed(np.arange(30) % 7 != 0),
    "limited": Limited(np.ones(30, bool), [Limit((np.arange(30) % 4).astype(np.int32), 1)], []),
    "asked": lambda drawn: np.arange(30) % 2 == len(drawn) % 2,
}


@pytest.mark.parametrize("name", sorted(POLICIES))
@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_a_slate_that_was_drawn_has_the_chances_that_it_was_drawn_with(name, mask):
    """Asked about its own slates, a policy gives the numbers that its draw gave, under every kind of mask."""
    for seed in range(20):
        drawn = draw(name, 4, mask, seed)
        again = POLICIES[name]().chances(SCORES, FRESH, [each.place for each in drawn], mask)
        assert [each.place for each in again] == [each.place for each in drawn]
        assert np.allclose([each.prefix for each in again], [each.prefix for each in drawn], rtol=1e-10, atol=0)
        assert np.allclose([each.propensity for each in again], [each.propensity for each in drawn], rtol=1e-10, atol=0)


@pytest.mark.parametrize("name", sorted(POLICIES))
@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
@pytest.mark.parametrize("so_far", [[], ["greedy"], [8], [12, 15]], ids=str)
def test_what_follows_is_what_slates_say(name, mask, so_far):
    """The probabilities of what comes next are those of the slates that go on with it."""
    policy = POLICIES[name]()
    so_far = [int(np.where(mask([]), SCORES, -np.inf).argmax()) if each == "greedy" else each for each in so_far]
    found = policy.following(SCORES, FRESH, so_far, mask)
    slates = [policy.chances(SCORES, FRESH, [*so_far, place], mask)[-1].propensity for place in range(30)]

    assert np.allclose(found, slates, rtol=1e-10, atol=1e-15)
    assert found.sum() == pytest.approx(1) or not found.any()


@pytest.mark.parametrize("name", sorted(POLICIES))
@pytest.mark.parametrize("slate", [[-1, 2], [7, 1], [1, 1], [1, -1, 2]])
def test_what_is_never_drawn_has_no_chance(name, slate):
    """No candidate, a closed one or a repeated one: propensity 0, and no prefix from there on has any chance."""
    found = POLICIES[name]().chances(SCORES, FRESH, slate, Fixed(np.arange(30) != 7))

    assert [each.place for each in found] == slate
    assert found[-1].prefix == 0
    assert any(each.propensity == 0 for each in found)
    assert all(later.prefix <= sooner.prefix for sooner, later in itertools.pairwise(found))


@pytest.mark.parametrize("name", sorted(POLICIES))
@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_marginals_are_how_often_candidates_are_drawn(name, mask):
    """Where a policy knows them, they add up to one slot and agree with 2,000 draws."""
    found = POLICIES[name]().marginals(SCORES, FRESH, 3, mask)
    if found is None:
        pytest.skip(f"{name} does not know its marginals")
    seen = np.zeros((3, 30))
    for seed in range(2_000):
        for slot, each in enumerate(draw(name, 3, mask, seed)):
            seen[slot, each.place] += 1 / 2_000

    assert np.allclose(found.sum(axis=1), 1)
    assert (np.abs(seen - found) < 4.5 * np.sqrt(found * (1 - found) / 2_000) + 0.002).all()


@pytest.mark.parametrize("document", [{}, {"policy": "nobody"}, {"policy": "greedy", "explore": 1}])
def test_unknown_policies_are_refused(document):
    """A name or a parameter that no file has is an error with a code."""
    with pytest.raises(ConfigError):
        policy_from_json(document)


def test_best_first_of_nothing_open():
    """Without an open candidate there is no best one."""
    assert best_first(np.array([1.0, 2.0]), np.array([False, False])) == -1
    assert best_first(np.zeros(0), np.zeros(0, np.bool_)) == -1


@pytest.mark.parametrize("name", sorted(policies()))
def test_without_candidates_nothing_has_a_chance(name):
    """Where nothing at all may be shown, a slate that another model showed has no probability."""
    nothing = Fixed(np.zeros(0, np.bool_))
    found = policies()[name]().chances(np.zeros(0), np.zeros(0, np.bool_), [-1, -1], nothing)
    assert [each.prefix for each in found] == [0, 0]
