"""Gates: each refuses what it is there for, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.off_policy import checks
from slotwise.off_policy.estimates import Estimate
from slotwise.off_policy.logged import Logged, Target
from tests.logged_slates import small_log


def plain(count, persons=None):
    """One slot, everything drawn with a half."""
    person = np.arange(count) if persons is None else np.arange(count) % persons
    return Logged(
        np.arange(count), person, np.ones(count, int), np.zeros(count), np.full(count, 0.5), np.full(count, 0.5)
    )


@pytest.mark.parametrize(("rows", "word"), [(1_000, "ok"), (999, "warning"), (200, "warning"), (199, "refused")])
def test_effective_samples_are_gated(rows, word):
    """1,000 stand plain, 200 with a warning, fewer not at all."""
    assert checks.overlap("overlap", plain(rows), np.ones(rows)).word == word


def test_the_slot_with_the_least_overlap_counts():
    """A first slot with every overlap does not carry a second one with none."""
    logged, _ = small_log(decisions=6_000)
    weight = np.where(logged.slot == 2, 0.0, 1.0)
    weight[np.flatnonzero(logged.slot == 2)[:5]] = 100.0
    found = checks.overlap("overlap", logged, weight)

    assert found.word == "refused"
    assert found.figures["effective"] == pytest.approx(5)


def test_mean_weights_are_one():
    """Weights that scatter around one pass, those that miss half of the candidate's probability do not."""
    weight = np.random.default_rng(1).exponential(size=2_000)
    assert checks.mean_weight("weights", plain(2_000), weight).word == "ok"
    assert checks.mean_weight("weights", plain(2_000), weight / 2).word == "refused"
    assert checks.mean_weight("weights", plain(2_000), np.ones(2_000)).word == "ok"


def test_a_little_that_the_log_never_shows_is_a_warning():
    """Means that miss three hundredths are told and do not refuse; those that are too large by as much do."""
    even = np.full(2_000, 1.0) + np.random.default_rng(1).normal(size=2_000) * 0.1
    assert checks.mean_weight("weights", plain(2_000), even - 0.03).word == "warning"
    assert checks.mean_weight("weights", plain(2_000), even - 0.08).word == "refused"
    assert checks.mean_weight("weights", plain(2_000), even + 0.03).word == "refused"


def test_mean_weights_are_judged_by_person():
    """Twenty persons of a hundred rows each tell less than two thousand persons."""
    person = np.random.default_rng(7).exponential(size=20)
    weight = person[np.arange(2_000) % 20]
    by_row = checks.mean_weight("weights", plain(2_000), weight).figures["by_slot"]["1"]["standard_error"]
    by_person = checks.mean_weight("weights", plain(2_000, 20), weight).figures["by_slot"]["1"]["standard_error"]

    assert by_person == pytest.approx(by_row * 10, rel=0.05)


def test_logs_without_randomness():
    """Where everything was certain nothing is identified; one drawn placement is enough for this gate."""
    certain = replace(plain(10), prefix=np.ones(10))
    assert checks.randomness(certain).word == "refused"
    assert "not identified" in checks.randomness(certain).text
    assert checks.randomness(plain(10)).word == "ok"


@pytest.mark.parametrize(("mass", "word"), [(0.005, "ok"), (0.02, "warning"), (0.2, "refused")])
def test_probability_on_what_is_hardly_ever_shown(mass, word):
    """A candidate that mostly shows what the log does not is refused."""
    target = Target(None, np.ones(10), rare=np.full(10, mass))
    assert checks.support(target).word == word
    assert checks.support(Target(None, np.ones(10))).word == "ok"


def test_interaction():
    """Two readings more than two standard errors apart are told."""
    assert checks.interaction(Estimate(1, 1), Estimate(2, 1), Estimate(-1, 0.4)).word == "warning"
    assert checks.interaction(Estimate(1, 1), Estimate(2, 1), Estimate(-1, 0.6)).word == "ok"
    assert checks.interaction(Estimate(1, 1), Estimate(1, 1), Estimate(0, 0.0)).word == "ok"


@pytest.mark.parametrize(("value", "word"), [(0.0, "ok"), (3.0, "ok"), (-0.01, "refused"), (3.01, "refused")])
def test_values_that_rewards_cannot_have(value, word):
    """An estimate outside the rewards' range is refused."""
    assert checks.within_range("range", Estimate(value, 0.1), 0.0, 3.0).word == word
