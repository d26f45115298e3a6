"""Looks: each way of comparing gives what the statistics give of the same units."""

import numpy as np
import pytest

from slotwise.analysis.experiments.grown import Grown, Sides
from slotwise.analysis.experiments.looks import looker
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from slotwise.analysis.experiments.values import Values
from slotwise.measures.measure import Measure
from slotwise.statistics.comparing import compare
from slotwise.statistics.moments import Moments
from slotwise.statistics.quantiles import compare_quantiles
from tests.experiment_logs import BEGAN, DAY, A, B

N = 400
TIME = Timeline(BEGAN, BEGAN + 2 * DAY)
CHANCE = np.random.default_rng(5)
X = CHANCE.poisson(3.0, (2, N)).astype(float)
PAST = CHANCE.poisson(3.0, N).astype(float)


def values(n=N, quantile=None, persons=None):
    """Units of two halves that grow on two days, with a past."""
    variant = (np.arange(n) >= n // 2).astype(np.int16)
    who = np.arange(n) if persons is None else persons
    units = Units((A, B), variant, np.full(n, BEGAN), np.full(n, 0.5), who, 0, {})
    unit, step = np.tile(np.arange(n), 3), np.repeat([-1, 0, 1], n)
    grown = Grown(unit.astype(np.int32), step.astype(np.int32), np.concatenate([PAST[:n], X[0, :n], X[1, :n]]))
    return Values(
        units, Reading("m", "primary", "M", "n", "up", Measure(), quantile=quantile), Sides(grown, None), TIME
    )


def last(values, adjust=False, bandit=False):
    """The look at the end."""
    look = looker(values, adjust, bandit)
    return [look(values, step, 0.95) for step in values.steps()][-1]


def rows(n=N):
    """x, y, u, v of the units."""
    return np.stack([X[:, :n].sum(axis=0), np.ones(n), PAST[:n], np.ones(n)], axis=1)


@pytest.mark.parametrize("adjust", [False, True])
def test_sums_are_compared_as_they_are(adjust):
    """Of all days up to the look, with and without the past."""
    expected = compare(Moments.of(rows()[: N // 2]), Moments.of(rows()[N // 2 :]), "mean", adjust)

    found = last(values(), adjust).comparisons[B]
    assert (found.absolute, found.adjusted) == (expected.absolute, adjust)


def test_quantiles_are_compared_over_units():
    """The median of what each came to."""
    control, treated = (np.sort(each[:, 0]) for each in (rows()[: N // 2], rows()[N // 2 :]))

    assert last(values(quantile=0.5)).comparisons[B] == compare_quantiles(control, treated, 0.5)


def test_a_bandits_units_are_weighted():
    """With even probabilities the weights take nothing away, and a person's batches are one row."""
    found = last(values(), bandit=True).comparisons[B]
    twice = last(values(persons=np.arange(N) % (N // 2)), bandit=True).comparisons[B]
    plain = compare(Moments.of(rows()[: N // 2]), Moments.of(rows()[N // 2 :]))

    assert found.absolute.value == pytest.approx(plain.absolute.value)
    assert found.absolute.standard_error == pytest.approx(plain.absolute.standard_error, rel=0.02)
    assert (found.df, twice.df) == (N - 1, N // 2 - 1)


def test_what_cannot_be_said_is_told_why():
    """One unit in each variant has a value and no comparison; nobody has neither."""
    one, nobody = last(values(2)), last(values(0))

    assert (one.values[A].value, list(one.comparisons)) == (X[:, 0].sum(), [])
    assert "variance" in one.why[B]
    assert (nobody.values, set(nobody.why)) == ({}, {A, B})
