"""Evidence that may be looked at after every person."""

from math import inf

import numpy as np
import pytest
from scipy import stats

from slotwise.errors import StatisticsError
from slotwise.statistics.evidence import alarming, log10_evidence

WEIGHTS = {"control": 0.75, "bold": 0.25}


def test_it_is_the_ratio_of_two_likelihoods():
    """Dirichlet-multinomial over multinomial, as scipy computes both."""
    counts = np.array([700, 300])
    meant = stats.dirichlet_multinomial.logpmf(counts, [750.0, 250.0], 1_000)
    meant -= stats.multinomial.logpmf(counts, 1_000, [0.75, 0.25])

    found = log10_evidence({"control": 700, "bold": 300}, WEIGHTS)
    assert found == pytest.approx(meant / np.log(10), rel=1e-8)


def test_nobody_is_no_evidence():
    """Before the first person the e-value is 1."""
    assert log10_evidence({}, WEIGHTS) == pytest.approx(0.0, abs=1e-12)


def test_persons_where_none_can_be_are_evidence_enough():
    """A person in a variant of weight 0 is endless evidence; nobody there is none."""
    weights = {**WEIGHTS, "off": 0.0}

    assert log10_evidence({"control": 75, "bold": 25, "off": 1}, weights) == inf
    assert log10_evidence({"control": 75, "bold": 25, "off": 0}, weights) < 0


def test_the_alarm_is_at_one_over_alpha():
    """A thousand at an alpha of 0.001."""
    assert alarming(3.0)
    assert not alarming(2.99)


def test_no_weights_are_told():
    """Where no variant has a weight there is no ratio to hold anything against."""
    with pytest.raises(StatisticsError):
        log10_evidence({"a": 3}, {"a": 0.0})


@pytest.mark.slow
def test_looking_all_the_time_raises_few_false_alarms():
    """At alpha 0.05 and five hundred looks, clean logs alarm in at most 5 % of the runs; a lossy one always does."""
    rng, looks = np.random.default_rng(5), 500

    def alarms(chance):
        bold = rng.binomial(200, chance, size=(300, looks)).cumsum(axis=1)
        whole = 200 * np.arange(1, looks + 1)
        return np.array(
            [
                any(
                    alarming(log10_evidence({"control": int(n - b), "bold": int(b)}, WEIGHTS), 0.05)
                    for n, b in zip(whole[::10], run[::10], strict=True)
                )
                for run in bold
            ]
        )

    assert alarms(0.25).mean() <= 0.05
    assert alarms(0.235).mean() > 0.95
