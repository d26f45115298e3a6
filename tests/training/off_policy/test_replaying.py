"""Replaying: the champion says again what was logged, and other versions say what the same slates were to them."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.off_policy.estimates import estimate
from slotwise.off_policy.judging import Judgement
from slotwise.policies.greedy import Greedy
from slotwise.policies.plackett_luce import PlackettLuce
from tests.training.off_policy.conftest import SLOTS, TICK
from training.off_policy.replaying import replay


@pytest.fixture(scope="module")
def replayed(served):
    """The champion itself, an even draw, and the greedy policy of the same scores, on the champion's log."""
    champion = served.champion
    candidates = {
        "itself": champion,
        "even": replace(champion, policy=PlackettLuce(explore=1.0, temperature=1e12, floor=0.0)),
        "surer": replace(champion, policy=PlackettLuce(explore=0.9, temperature=0.7, floor=0.0)),
    }
    return replay(served.decisions, champion, candidates, TICK)


def test_the_champion_repeats_itself(served, replayed):
    """State, live counts, scores and masks are those of the decision: every propensity comes out again."""
    assert replayed.same == 1
    itself, logged = replayed.targets["itself"], replayed.logged
    assert np.allclose(itself.prefix, logged.prefix, rtol=1e-9)
    assert np.allclose(itself.propensity, logged.propensity, rtol=1e-9)
    assert np.allclose(logged.propensity[logged.slot == 1], served.decisions.propensity[logged.slot == 1])
    assert replayed.audit.alarms() == []


def test_the_champion_is_worth_what_it_was_worth(replayed):
    """As its own candidate it has weights of one: what is weighted is the log's mean, what is modelled near it."""
    found = Judgement(replayed.logged, replayed.targets["itself"])

    assert estimate(replayed.logged, found.terms["ips"]).value == pytest.approx(found.champion.value, rel=1e-9)
    assert abs(found.difference.value) < 3.5 * found.difference.standard_error
    assert found.difference.standard_error < found.champion.standard_error


def test_an_even_draw_is_estimated_as_what_it_is_worth(served, replayed):
    """Shown evenly, half of the contents are liked: the interval has the value that follows from the clicks' rule."""
    found = Judgement(replayed.logged, replayed.targets["even"])
    true = (0.9 + 0.5 + 0.3) * (0.6 + 0.1) / 2

    for name in ("ips", "doubly_robust", "prefix_self_normalised", "cascade_doubly_robust"):
        told = estimate(replayed.logged, found.terms[name])
        assert abs(told.value - true) < 3.5 * told.standard_error, name
    assert np.allclose(replayed.targets["even"].propensity, 1 / 12, rtol=0.05)


def test_predictions_are_for_what_the_candidate_would_show(replayed):
    """Expectations by slot and after what was shown are rates; the first slot's are the same in both readings."""
    target, first = replayed.targets["surer"], replayed.logged.slot == 1

    assert np.allclose(target.expected[first], target.following[first])
    assert ((target.expected >= 0) & (target.expected <= 1)).all()
    assert len(target.prefix) == len(replayed.logged) == 400 * SLOTS


def test_a_log_without_randomness_identifies_nothing(served):
    """Greedy slates logged with propensity one are refused, whoever the candidate is."""
    certain = replace(served.decisions, propensity=np.ones(len(served.decisions)))
    greedy = replace(served.champion, policy=Greedy())
    found = replay(certain, greedy, {"other": served.champion}, TICK)

    assert not Judgement(found.logged, found.targets["other"]).counts


def test_propensities_of_something_else_are_not_built_on(served):
    """Where the champion does not say what was logged, probabilities by slot are not known; prefixes still are."""
    wrong = replace(served.decisions, propensity=np.full(len(served.decisions), 0.9))
    found = replay(wrong, served.champion, {"itself": served.champion}, TICK)

    assert found.same < 0.5
    assert found.logged.propensity is None
    assert found.targets["itself"].propensity is None


def test_without_a_champion_only_prefixes_are_known(served):
    """Slates of several slots need the champion for probabilities by slot; slates of one do not."""
    several = replay(served.decisions, None, {"itself": served.champion}, TICK)
    first = served.decisions.take(served.decisions.shown.slot == 1)
    one = replay(first, None, {"itself": served.champion}, TICK)

    assert several.logged.propensity is None
    assert np.array_equal(one.logged.propensity, first.propensity)
    assert np.allclose(one.targets["itself"].propensity, first.propensity, rtol=1e-9)


def test_what_a_candidate_would_never_show_has_no_probability(served):
    """A greedy version gives most of an explored log nothing, and what is left is too little: refused."""
    greedy = replace(served.champion, policy=Greedy())
    found = replay(served.decisions, served.champion, {"greedy": greedy}, TICK)

    assert set(np.unique(found.targets["greedy"].prefix)) == {0.0, 1.0}
    assert (found.targets["greedy"].prefix == 0).mean() > 0.5
    assert not Judgement(found.logged, found.targets["greedy"]).counts
