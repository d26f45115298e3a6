"""Which estimate counts, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.off_policy.judging import Judgement
from slotwise.off_policy.logged import Logged, Target
from tests.logged_slates import small_log

COUNT = 4_000
BETTER = np.array([0.05, 0.1, 0.3])


def world(log=(0.4, 0.3, 0.3), candidate=(0.2, 0.2, 0.6), count=COUNT, seed=1):
    """One slot, three contents of which the last is best; log and candidate draw with these probabilities."""
    chance = np.random.default_rng(seed)
    log, candidate = np.array(log), np.array(candidate)
    content = chance.choice(3, count, p=log)
    reward = (chance.random(count) < BETTER[content]).astype(float)
    ones = np.ones(count, int)
    logged = Logged(np.arange(count), np.arange(count) // 4, ones, reward, log[content], log[content])
    return logged, Target(candidate[content], candidate[content])


def test_a_better_candidate_gets_traffic():
    """Its value is about right, the difference is paired, and the lower bound is above 0."""
    logged, target = world()
    found = Judgement(logged, target)

    assert found.counts == "self_normalised"
    assert found.value.low() < 0.21 < found.value.high()
    assert found.to_traffic
    assert found.difference.value == pytest.approx(found.value.value - found.champion.value)
    unpaired = np.hypot(found.value.standard_error, found.champion.standard_error)
    assert found.difference.standard_error < unpaired
    assert found.document()["lower_bound"] > 0


def test_a_candidate_that_only_looks_better_gets_none():
    """A value above the champion's is not enough: the lower bound decides."""
    found = Judgement(*world(candidate=(0.2, 0.5, 0.3), count=400, seed=3))

    assert found.counts
    assert found.difference.value > 0 > found.difference.at_least()
    assert not found.to_traffic


def test_the_difference_is_that_of_each_persons_own_rows():
    """Its standard error is that of persons' sums of candidate less champion, four rows a person."""
    logged, target = world()
    found = Judgement(logged, target)
    apart = (found.terms[found.counts] - logged.reward).reshape(-1, 4).sum(axis=1)

    assert found.difference.standard_error == pytest.approx(apart.std(ddof=1) / np.sqrt(len(apart)) / 4, rel=1e-9)


def test_a_worse_candidate_gets_none_unless_the_margin_allows_it():
    """A candidate that is slightly worse passes a wide margin only."""
    logged, target = world(candidate=(0.5, 0.25, 0.25))
    assert not Judgement(logged, target).to_traffic
    assert not Judgement(logged, target, margin=0.02).to_traffic
    assert Judgement(logged, target, margin=0.5).to_traffic


def test_without_overlap_there_is_no_number():
    """A candidate that shows what the log showed once in ten thousand is refused, and no traffic is advised."""
    logged, target = world(log=(0.5, 0.4999, 0.0001), candidate=(0.0, 0.0, 1.0))
    found = Judgement(logged, target).document()

    assert found["refused"]
    assert found["candidate"] is None
    assert found["difference"] is None
    assert not found["to_traffic"]
    assert any("effective sample" in each for each in found["reasons"])
    assert "ips" not in found["estimates"]


def test_without_randomness_nothing_is_identified():
    """The log of a greedy policy is refused whatever the candidate is, even itself."""
    logged, _ = world()
    ones = np.ones(COUNT)
    found = Judgement(replace(logged, propensity=ones, prefix=ones), Target(ones, ones)).document()

    assert found["refused"]
    assert "not identified" in found["reasons"][0]
    assert found["estimates"] == {}


def test_wrong_propensities_are_found():
    """Propensities of the drawn branch in place of the mixture's leave weights whose mean is not one: refused."""
    chance = np.random.default_rng(5)
    greedy, drawn = np.array([1.0, 0.0, 0.0]), np.array([0.3, 0.3, 0.4])
    mixture = 0.5 * greedy + 0.5 * drawn
    content = chance.choice(3, COUNT, p=mixture)
    reward = (chance.random(COUNT) < BETTER[content]).astype(float)
    ones = np.ones(COUNT, int)
    target = np.full(3, 1 / 3)[content]
    honest, naive = (
        Judgement(
            Logged(np.arange(COUNT), np.arange(COUNT), ones, reward, p[content], p[content]), Target(target, target)
        )
        for p in (mixture, drawn)
    )

    assert honest.value.low() < 0.15 < honest.value.high()
    assert naive.document()["refused"]
    assert any("mean weight" in each for each in naive.reasons)


def test_interaction_is_answered_by_the_prefix_estimate():
    """Where a click above hides the slot below, the item-position reading is left for the prefix one."""
    chance, count = np.random.default_rng(4), 60_000
    first = chance.random(count) < 0.5
    second = chance.random(count) < 0.5
    # The second slot is looked at only where the first one shows content 1; the candidate always shows that first.
    rewards = np.column_stack([np.zeros(count), chance.random(count) < 0.5 * (first & second)]).astype(float).ravel()
    half = np.full(2 * count, 0.5)
    prefix = np.tile([0.5, 0.25], count)
    logged = Logged(
        np.repeat(np.arange(count), 2), np.repeat(np.arange(count), 2), np.tile([1, 2], count), rewards, half, prefix
    )
    aim = np.column_stack([first, 0.5 * np.ones(count)]).ravel()
    target = Target(aim, np.column_stack([first * 1.0, 0.5 * first]).ravel())
    found = Judgement(logged, target)

    assert found.counts == "prefix_self_normalised"
    assert any("interact" in each for each in found.reasons)
    assert found.value.low() < 0.25 < found.value.high()


def test_estimates_and_gates_are_all_told():
    """The document has every estimate and every check; the direct method has no interval."""
    logged, target = small_log(decisions=3_000, persons=2_000)
    even = Target(
        logged.propensity, logged.prefix, target.predicted, target.expected, target.following, np.zeros(len(logged))
    )
    found = Judgement(logged, even).document()

    assert found["estimator"] in {"doubly_robust", "cascade_doubly_robust"}
    assert found["estimates"]["direct"]["low"] is None
    assert {each["check"] for each in found["checks"]} >= {"randomness", "support", "overlap", "weights", "range"}
    assert set(found["by_slot"]) == {"1", "2", "3"}


def test_a_value_that_rewards_cannot_have_is_refused():
    """Rewards of at most one a slot cannot be worth five."""
    logged, target = world()
    found = Judgement(replace(logged, reward=logged.reward * 30), target)

    assert not found.counts
    assert any("outside" in each for each in found.reasons)
    assert Judgement(replace(logged, reward=logged.reward * 30), target, most=30).counts
