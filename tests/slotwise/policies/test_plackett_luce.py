"""Plackett-Luce: the propensities are those of what really happens, masks included."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.chance import generator
from slotwise.errors import ConfigError
from slotwise.limited import Limit, Limited, Pin
from slotwise.policies import Drawn, Fixed
from slotwise.policies.plackett_luce import PlackettLuce

SCORES = np.array([0.3, 1.2, -0.4, 0.9])
FRESH = np.array([False, False, True, False])
CATEGORY = np.array([0, 0, 1, 1])


def one_per_category(drawn: list[int]) -> np.ndarray:
    return ~np.isin(CATEGORY, CATEGORY[drawn])


def everything(drawn: list[int]) -> np.ndarray:
    return np.ones(4, bool)


def exact(policy: PlackettLuce, slate: tuple[int, ...], mask) -> float:
    """The probability of a slate, from the definition: the greedy slate, or one softmax after the other."""
    product, greedy = 1.0, True
    for slot, place in enumerate(slate):
        drawn = list(slate[:slot])
        open_ = [each for each in range(4) if mask(drawn)[each] and each not in drawn]
        if place not in open_:
            return 0.0
        weights = {each: np.exp(SCORES[each] / policy.temperature) for each in open_}
        share = weights[place] / sum(weights.values())
        new = [each for each in open_ if FRESH[each]]
        if new and policy.floor:
            share = (1 - policy.floor) * share + policy.floor * (place in new) / len(new)
        product *= share
        greedy = greedy and place == max(open_, key=lambda each: SCORES[each])
    return (1 - policy.explore) * greedy + policy.explore * product


POLICIES = [
    PlackettLuce(explore=1.0, floor=0.0),
    PlackettLuce(explore=0.3, temperature=0.5, floor=0.2),
    PlackettLuce(explore=0.0),
]


@pytest.mark.parametrize("policy", POLICIES, ids=str)
@pytest.mark.parametrize(("mask", "slots"), [(everything, 2), (one_per_category, 2), (everything, 4)])
def test_propensities_are_exact(policy, mask, slots):
    """Over all slates the probabilities sum to one; drawn slates carry theirs and come up as often as it says."""
    slates = {each: exact(policy, each, mask) for each in itertools.permutations(range(4), slots)}
    assert sum(slates.values()) == pytest.approx(1)

    drawn, rounds = Counter(), 3000
    for each in range(rounds):
        slate = policy.draw(SCORES, FRESH, slots, mask, generator("t", str(each)))
        places = tuple(one.place for one in slate)
        assert slate[-1].prefix == pytest.approx(slates[places])
        assert np.prod([one.propensity for one in slate]) == pytest.approx(slates[places])
        drawn[places] += 1
    for places, chance in slates.items():
        assert abs(drawn[places] / rounds - chance) < 4.5 * np.sqrt(chance * (1 - chance) / rounds) + 1e-9


def test_a_constant_reward_is_estimated_as_itself():
    """With one placement per category inside the draw, a constant reward 1 is estimated as 1 by inverse propensity."""
    assert np.allclose(estimate(lambda chance: POLICY.draw(SCORES, FRESH, 2, one_per_category, chance)), 1, atol=0.06)


def test_a_rule_after_the_draw_spoils_the_log():
    """The mutant: the same rule picks from a list drawn without it; the second slot's estimate is far off."""

    def picked(chance):
        kept = []
        for one in POLICY.draw(SCORES, FRESH, 4, everything, chance):
            if one_per_category([each.place for each in kept])[one.place]:
                kept.append(one)
        prefixes = np.cumprod([one.propensity for one in kept])
        return [Drawn(one.place, one.propensity, prefix) for one, prefix in zip(kept, prefixes, strict=True)]

    assert abs(estimate(picked)[1] - 1) > 0.15


POLICY = PlackettLuce(explore=0.5, temperature=0.7, floor=0.1)


def estimate(draw, rounds: int = 3000) -> np.ndarray:
    """Inverse-propensity estimates of a constant reward 1 by slot, for a target uniform over what is open."""
    estimates = np.zeros(2)
    for each in range(rounds):
        places: list[int] = []
        target = 1.0
        for slot, one in enumerate(draw(generator("ips", str(each)))):
            target /= one_per_category(places).sum()
            estimates[slot] += target / one.prefix
            places.append(one.place)
    return estimates / rounds


def test_the_floor_is_held():
    """A new product with a hopeless score still gets its share of every drawn slot."""
    scores, fresh = np.array([50.0, -50.0, 49.0]), np.array([False, True, False])
    policy = PlackettLuce(explore=1.0, floor=0.1)
    slates = [
        policy.draw(scores, fresh, 1, lambda drawn: np.ones(3, bool), generator("f", str(each))) for each in range(2000)
    ]
    first = [slate[0] for slate in slates]

    assert all(each.propensity == pytest.approx(0.1) for each in first if each.place == 1)
    assert sum(each.place == 1 for each in first) / 2000 == pytest.approx(0.1, abs=0.03)


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6),
    st.integers(0, 6),
    st.floats(0, 1),
    st.floats(1e-3, 1e3),
    st.integers(0, 1000),
)
def test_any_finite_scores_can_be_drawn(scores, slots, explore, temperature, seed):
    """Slates never repeat a candidate; every propensity is above 0 and at most 1, and multiplies to the prefix."""
    policy = PlackettLuce(explore=explore, temperature=temperature)
    fresh = np.arange(len(scores)) % 2 == 1
    open_ = np.arange(len(scores)) % 3 != 2
    slate = policy.draw(np.array(scores), fresh, slots, lambda drawn: open_, np.random.default_rng(seed))
    places = [each.place for each in slate]

    assert len(set(places)) == len(places) == min(slots, int(open_.sum()))
    assert open_[places].all()
    assert all(0 < each.propensity <= 1 for each in slate)


@pytest.mark.parametrize(
    "options", [{"explore": 1.1}, {"explore": -0.1}, {"temperature": 0}, {"floor": 1.0}, {"explore": float("nan")}]
)
def test_ranges_are_checked(options):
    """A parameter outside its range is an error with a code."""
    with pytest.raises(ConfigError):
        PlackettLuce(**options)


@given(
    st.lists(st.tuples(st.floats(-900, 900), st.booleans(), st.booleans()), max_size=12),
    st.integers(0, 8),
    st.sampled_from([*POLICIES, PlackettLuce(explore=0.1)]),
    st.integers(0, 30),
)
def test_a_mask_that_stays_the_same_changes_nothing_but_the_time(candidates, slots, policy, seed):
    """All slots drawn at once have the places and the probabilities of one slot after the other."""
    scores = np.array([score for score, _, _ in candidates])
    fresh = np.array([new for _, new, _ in candidates], bool)
    open_ = np.array([each for _, _, each in candidates], bool)
    at_once = policy.draw(scores, fresh, slots, Fixed(open_), generator("x", str(seed)))
    in_turn = policy.draw(scores, fresh, slots, lambda drawn: open_, generator("x", str(seed)))
    assert [each.place for each in at_once] == [each.place for each in in_turn]
    for one, other in zip(at_once, in_turn, strict=True):
        assert one.prefix == pytest.approx(other.prefix, rel=1e-9, abs=1e-300)
        assert one.propensity == pytest.approx(other.propensity, rel=1e-9, abs=1e-300)


@given(
    st.lists(st.tuples(st.floats(-900, 900), st.booleans(), st.integers(-1, 3), st.booleans()), max_size=12),
    st.integers(0, 8),
    st.integers(1, 3),
    st.integers(1, 4),
    st.sampled_from([*POLICIES, PlackettLuce(explore=0.1)]),
    st.integers(0, 30),
)
def test_limits_and_pins_at_once_are_those_slot_by_slot(candidates, slots, most, slot, policy, seed):
    """The same places with the same probabilities, bit by bit."""
    scores = np.array([score for score, *_ in candidates])
    open_ = np.array([each for _, each, *_ in candidates], bool)
    keys = np.array([key for *_, key, _ in candidates], np.int32)
    marks = np.array([each for *_, each in candidates], bool)
    mask = Limited(open_, [Limit(keys, most)], [Pin(slot, marks, marks)])
    at_once, in_turn = (
        policy.draw(scores, keys > 1, slots, each, generator("x", str(seed)))
        for each in (mask, lambda drawn: mask(drawn))
    )
    assert at_once == in_turn


@pytest.mark.parametrize("policy", POLICIES, ids=str)
@pytest.mark.parametrize(("mask", "slots"), [(everything, 2), (one_per_category, 2), (everything, 4)])
def test_chances_of_every_slate_there_is(policy, mask, slots):
    """Drawn or not, each slate and each of its prefixes has the probability of the definition, that of the mixture."""
    for slate in itertools.permutations(range(4), slots):
        found = policy.chances(SCORES, FRESH, slate, mask)
        expected = [exact(policy, slate[: slot + 1], mask) for slot in range(slots)]
        assert [each.prefix for each in found] == pytest.approx(expected, rel=1e-12, abs=0)
        ratios = [now / before if before else 0 for before, now in itertools.pairwise([1.0, *expected])]
        assert [each.propensity for each in found] == pytest.approx(ratios, rel=1e-12, abs=0)


@pytest.mark.parametrize("policy", POLICIES, ids=str)
@pytest.mark.parametrize(("mask", "slots"), [(everything, 3), (one_per_category, 2)])
def test_marginals_are_sums_over_slates(policy, mask, slots):
    """With few candidates they are exact: the probability of all slates that have a candidate in a slot."""
    expected = np.zeros((slots, 4))
    for slate in itertools.permutations(range(4), slots):
        expected[np.arange(slots), slate] += exact(policy, slate, mask)

    assert np.allclose(policy.marginals(SCORES, FRESH, slots, mask), expected, rtol=1e-12, atol=1e-15)
