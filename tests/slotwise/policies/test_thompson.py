"""Thompson sampling over contents: the shares are those of independent posteriors, and what is counted moves them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from slotwise.counts import CLICKS, EXPOSURES
from slotwise.errors import ConfigError
from slotwise.policies import Fixed, policy_from_json
from slotwise.policies.thompson import Thompson

SCORES, FRESH, OPEN = np.array([0.5, 2.0, 1.0, -1.0]), np.zeros(4, bool), Fixed(np.ones(4, bool))
SHOWN, CLICKED = np.array([400.0, 50.0, 0.0, 2_000.0]), np.array([12.0, 0.0, 0.0, 10.0])


def first(policy: Thompson, scores=SCORES, open_=OPEN):
    """The chances of the first slot."""
    return policy.following(scores, np.zeros(len(scores), bool), [], open_)


@pytest.mark.slow
def test_shares_are_those_of_a_million_draws_of_the_posteriors():
    """What is integrated is how often each candidate's rate, drawn from its posterior, is the highest."""
    policy = Thompson(floor=0.0).having_seen(SHOWN, CLICKED)
    mean, deviation = policy.posterior(SCORES)
    drawn = np.random.default_rng(2).normal(mean, deviation, (1_000_000, 4)).argmax(axis=1)
    found = first(policy)

    assert (np.abs(np.bincount(drawn, minlength=4) / 1e6 - found) < 4.5 * np.sqrt(found * (1 - found) / 1e6)).all()


@pytest.mark.slow
def test_the_cube_root_is_close_to_the_gamma_posterior():
    """Against a million draws of the very Gamma posteriors the shares differ by less than half a point."""
    policy = Thompson(floor=0.0, spread=0.0).having_seen(SHOWN, CLICKED)
    typical = (CLICKED.sum() + 1) / (SHOWN.sum() + 100)
    drawn = gamma.rvs(100 * typical + CLICKED, scale=1 / (100 + SHOWN), size=(1_000_000, 4), random_state=3)
    found = np.bincount(drawn.argmax(axis=1), minlength=4) / 1e6

    assert first(policy) == pytest.approx(found, abs=0.005)


def test_what_is_clicked_more_is_shown_more():
    """With the same score the one with more clicks of as many exposures comes first more often."""
    found = first(Thompson().having_seen(np.full(4, 300.0), np.array([1.0, 3.0, 6.0, 9.0])), np.zeros(4))

    assert (np.diff(found) > 0).all()


def test_what_is_not_known_yet_is_tried():
    """Among candidates of the same rate the one that was hardly ever shown is the likeliest to be the best."""
    found = first(Thompson().having_seen(np.array([20.0, 5_000.0, 5_000.0, 5_000.0]), np.array([0.2, 50, 50, 50])),
                  np.zeros(4))  # fmt: skip

    assert found[0] > found[1:].max()


def test_the_ranker_is_believed_until_something_is_counted():
    """Without counts the order is the ranker's; a strong prior keeps it against some of them."""
    assert np.argsort(first(Thompson())).tolist() == np.argsort(SCORES).tolist()
    weak, strong = (first(Thompson(prior=prior).having_seen(SHOWN, CLICKED)) for prior in (20.0, 1e6))
    assert strong.argmax() == SCORES.argmax()
    assert weak[0] > weak[1]


@given(st.integers(0, 10_000), st.floats(0, 0.9))
def test_the_floor_is_given_to_all_that_are_open(seed, floor):
    """Every open candidate has at least its even share, so that whatever a later version prefers was tried."""
    chance = np.random.default_rng(seed)
    scores, open_ = chance.normal(size=30), chance.random(30) < 0.5
    found = first(Thompson(floor=floor).having_seen(np.full(30, 1e5), chance.random(30) * 1e3), scores, Fixed(open_))
    count = np.count_nonzero(open_)

    assert found.sum() == pytest.approx(1.0 if count else 0.0)
    assert (found[open_] >= floor / max(count, 1) - 1e-12).all()
    assert not found[~open_].any()


def test_slates_are_drawn_as_often_as_they_say():
    """Of 3,000 first slots each candidate has its share, and the sorted slates are among them."""
    policy = Thompson(explore=0.6).having_seen(SHOWN, CLICKED)
    drawn = [policy.draw(SCORES, FRESH, 2, OPEN, np.random.default_rng(seed))[0] for seed in range(3_000)]
    found, shares = np.bincount([each.place for each in drawn], minlength=4) / 3_000, first(policy)

    assert {each.place: each.propensity for each in drawn} == pytest.approx(dict(enumerate(shares)))
    assert (np.abs(found - shares) < 4.5 * np.sqrt(shares * (1 - shares) / 3_000)).all()
    assert shares[1] > 0.4


def test_scores_without_meaning_are_closed():
    """A candidate without a score is never drawn, and equal scores say nothing."""
    scores = np.array([0.0, -np.inf, 0.0, 0.0])

    assert first(Thompson(), scores)[1] == 0
    assert first(Thompson(), scores)[[0, 2, 3]] == pytest.approx(1 / 3)


def test_live_counts_are_those_of_the_candidates_products(checkerboard):
    """What the world counted of late for a product is what is believed of its candidate."""
    live, products = checkerboard.start, np.array([2, 0, 2], np.int32)
    policy = Thompson().as_of(live, products)
    half_life = 4  # two weeks
    shown, clicked = (live.total(channel, half_life)[products] for channel in (EXPOSURES, CLICKS))

    assert policy == Thompson()
    scores = np.array([1.0, 2.0, 3.0])
    expected = Thompson().having_seen(shown.astype(float), clicked.astype(float)).posterior(scores)
    assert np.array_equal(policy.posterior(scores), expected)


@pytest.mark.parametrize(
    "wrong", [{"explore": 1.5}, {"prior": 0}, {"spread": -1}, {"floor": 1}, {"prior": float("nan")}, {"_seen": 1}]
)
def test_parameters_outside_their_range_are_refused(wrong):
    """A document with a parameter that cannot be is an error with a code."""
    with pytest.raises(ConfigError):
        policy_from_json({"policy": "thompson", **wrong})


def test_what_is_best_is_found():
    """Ticks of a hundred requests among eight contents, one of them better: most slates are its own in the end."""
    chance, rates = np.random.default_rng(12), np.array([0.03, 0.03, 0.03, 0.08, 0.03, 0.03, 0.03, 0.03])
    shown, clicked, policy = np.zeros(8), np.zeros(8), Thompson(spread=0.0, floor=0.02)
    everybody = Fixed(np.ones(8, bool))
    for _ in range(100):
        shares = first(policy.having_seen(shown, clicked), np.zeros(8), everybody)
        tick = chance.multinomial(100, shares)
        shown += tick
        clicked += chance.binomial(tick, rates)

    assert shares.argmax() == 3
    assert shares[3] > 0.9
    assert shares.min() >= 0.02 / 8 - 1e-12
    assert shown[3] > shown.sum() / 2


def test_another_policy_is_estimated_right_from_its_log():
    """Under a rule that lets one of each pair stand in a slate, weighted clicks give the value of greedy slates."""
    chance, rates, pairs = np.random.default_rng(7), np.array([0.3, 0.5, 0.4, 0.2]), np.array([0, 0, 1, 1])

    def one_a_pair(drawn):
        return ~np.isin(pairs, pairs[drawn])

    logging = Thompson(spread=1.0, floor=0.2).having_seen(np.full(4, 30.0), np.array([9.0, 12.0, 14.0, 7.0]))
    scores, truth = np.array([0.4, 0.1, 0.3, 0.2]), rates[0] + rates[2]
    found = []
    for _ in range(8_000):
        slate = logging.draw(scores, FRESH, 2, one_a_pair, chance)
        clicks = sum(chance.random() < rates[each.place] for each in slate)
        found.append(clicks / slate[-1].prefix if [each.place for each in slate] == [0, 2] else 0.0)

    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - truth) < 4 * error
    assert error < 0.1
