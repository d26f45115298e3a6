"""Tests of slotwise.experiments.bandit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from slotwise.documents.experiments import Phase
from slotwise.errors import ExperimentError
from slotwise.experiments.bandit import ENOUGH, FLOOR, by_batch, of_report, weights
from slotwise.statistics.estimating import Estimate
from slotwise.statistics.moments import Moments

PHASE = Phase.model_validate(
    {
        "number": 2,
        "began_at": 0,
        "unit": "person",
        "control": "a",
        "variants": [{"variant": name, "weight": weight} for name, weight in (("a", 0.4), ("b", 0.4), ("c", 0.2))],
        "ramp": [],
        "allocations": [{"at": 0, "batch": 0, "weights": [0.4, 0.4, 0.2]}],
    }
)


def clicks(values):
    """The moments of persons' clicks."""
    return Moments.of(np.stack([values, np.ones(len(values)), *np.zeros((2, len(values)))], axis=1))


def report(code="keep_going", phase=2, direction="up", **variants):
    """What a report says of the primary metric: value and half of a 95 % interval by variant."""
    told = {
        name: {"value": value, "low": value - half, "high": value + half, "units": units}
        for name, (value, half, units) in variants.items()
    }
    primary = {"role": "primary", "level": 0.95, "direction": direction, "variants": told}
    return {"phase": phase, "verdict": {"code": code}, "metrics": [{"role": "guardrail"}, primary]}


def test_of_two_it_is_the_chance_that_one_is_better():
    """Above the floor the share is the closed form of two normal estimates."""
    found = [Estimate(0.10, 0.01**2, 5_000), Estimate(0.11, 0.01**2, 5_000)]
    chance = float(ndtr(0.01 / np.hypot(0.01, 0.01)))

    assert weights(found)[1] == pytest.approx(FLOOR + (1 - 2 * FLOOR) * chance, abs=1e-4)
    assert weights(found, more_is_better=False)[0] == pytest.approx(weights(found)[1], abs=1e-4)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.1), st.integers(ENOUGH, 10**6)), min_size=2, max_size=10),
    st.floats(0, 0.1),
)
def test_weights_are_shares_that_keep_the_floor(rows, floor):
    """They sum to 1, and whatever was seen no variant falls below the floor by more than rounding."""
    found = weights([Estimate(value, error**2, n) for value, error, n in rows], floor)

    assert sum(found) == pytest.approx(1.0)
    assert min(found) >= floor - 6e-4


def test_too_little_is_known_at_first():
    """With few units of a variant, or nothing that varies, nobody is moved."""
    sure, few, still = Estimate(0.5, 1e-6, 1_000), Estimate(0.1, 1e-6, ENOUGH - 1), Estimate(0.0, 0.0, 1_000)

    assert weights([sure, few]) == [0.5, 0.5]
    assert weights([still, still]) == [0.5, 0.5]
    assert weights([sure, still])[1] == FLOOR


def test_a_floor_that_not_all_can_keep_is_refused():
    """Three variants cannot have 40 % each."""
    with pytest.raises(ExperimentError):
        weights([Estimate(0.1, 0.01, 1_000)] * 3, 0.4)


def test_variants_are_compared_within_batches():
    """A variant that had most of a good day is not the better for it; a pooled mean says it is."""
    chance = np.random.default_rng(8)
    bad, good = chance.poisson(0.1, 100_000), chance.poisson(0.4, 100_000)
    batches = [[clicks(bad[:90_000]), clicks(bad[90_000:])], [clicks(good[:10_000]), clicks(good[10_000:])]]
    one, other = by_batch(batches)

    assert abs(one.value - other.value) < 4 * np.hypot(one.standard_error, other.standard_error)
    assert one.value == pytest.approx(0.25, abs=0.02)
    assert (one.n, other.n) == (100_000, 100_000)


def test_of_one_batch_it_is_the_plain_mean():
    """And a batch in which a variant has nobody is left out."""
    here = [clicks(np.array([0.0, 1.0, 2.0])), clicks(np.array([1.0, 1.0]))]
    found = by_batch([here, [here[0], Moments.nobody()]])

    assert [each.value for each in found] == [1.0, 1.0]
    assert found[0].variance == pytest.approx(1 / 3)
    assert [each.n for each in by_batch([[Moments.nobody()] * 2])] == [0, 0]


def test_a_report_moves_weights():
    """By the primary metric, in the order of the phase's variants, whichever way is better."""
    shown = {"a": (0.10, 0.02, 900), "b": (0.14, 0.02, 900), "c": (0.10, 0.02, 400)}
    up, down = (of_report(PHASE, report(direction=each, **shown)) for each in ("up", "down"))

    assert up[1] > 0.8
    assert up[0] == pytest.approx(up[2], abs=1e-3)
    assert down[1] == pytest.approx(FLOOR, abs=1e-3)
    assert sum(up) == pytest.approx(1.0)


def test_a_paused_variant_keeps_what_it_has():
    """It is answered by control, so that nothing is learned of it: the others share what is theirs."""
    paused = Phase.model_validate(PHASE.model_dump(mode="json") | {"pauses": [{"variant": "c", "at": 5}]})
    shown = {"a": (0.10, 0.02, 900), "b": (0.14, 0.02, 900)}
    found = of_report(paused, report(**shown, c=(0.9, 0.001, 900)))

    assert found[2] == 0.2
    assert found[1] > 0.6
    assert sum(found) == pytest.approx(1.0)


@pytest.mark.parametrize("wrong", [{"code": "unhealthy"}, {"phase": 1}])
def test_what_cannot_be_trusted_moves_nobody(wrong):
    """An unhealthy report, or one of another phase."""
    assert of_report(PHASE, report(a=(0.1, 0.01, 900), b=(0.2, 0.01, 900), c=(0.1, 0.01, 900), **wrong)) is None


def test_a_report_without_values_moves_nobody_much():
    """Before anything is known every variant has the same share; with a single one there is nothing to move."""
    empty = report(a=(0.0, 0.0, 0), b=(0.0, 0.0, 0), c=(0.0, 0.0, 0))
    for each in empty["metrics"][1]["variants"].values():
        each |= {"value": None, "low": None, "high": None}

    assert of_report(PHASE, empty) == pytest.approx([1 / 3] * 3, abs=1e-4)
    assert of_report(PHASE, report(a=(0.1, 0.01, 900))) is None
    assert of_report(PHASE, {**empty, "metrics": []}) is None
