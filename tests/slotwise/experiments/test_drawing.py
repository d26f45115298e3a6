"""Drawing: shares are kept, a weight of 0 gets nobody, neighbours are independent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from slotwise.experiments.drawing import Drawing, batch_salt, layer_salt, phase_salt

UNITS = [f"p_{each}" for each in range(20_000)]
WEIGHTS = st.lists(st.integers(0, 20), min_size=2, max_size=8).filter(any).map(lambda w: [x / sum(w) for x in w])


def names(count):
    """So many names of variants."""
    return [f"v{each}" for each in range(count)]


@pytest.mark.parametrize("weights", [[0.5, 0.5], [0.95, 0.05], [0.1] * 10, [0.0, 0.3, 0.0, 0.7, 0.0]])
def test_shares_are_kept(weights):
    """Counts agree with the weights (chi-square), and a variant without weight has nobody."""
    drawing = Drawing.of("exp:shares#1", names(len(weights)), weights)
    found = [drawing.draw(each)[0] for each in UNITS]
    counts = np.array([found.count(each) for each in drawing.names])

    positive = np.array(weights) > 0
    assert not counts[~positive].any()
    assert stats.chisquare(counts[positive], np.array(weights)[positive] * len(UNITS)).pvalue > 1e-4


@given(WEIGHTS, st.text(min_size=1))
def test_everybody_gets_a_variant_that_has_weight(weights, unit):
    """Whatever the weights add up to in floating point."""
    variant, probability = Drawing.of("exp:any#1", names(len(weights)), weights).draw(unit)

    assert probability == weights[int(variant[1:])] > 0


def test_nobody_falls_behind_the_last():
    """Ten tenths are less than 1, and the largest number of all still finds the last variant."""
    drawing = Drawing.of("s", names(11), [*[0.1] * 10, 0.0])

    assert sum([0.1] * 10) < 1
    assert drawing.bounds[9:] == (1.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (phase_salt("a", 1), phase_salt("b", 1)),
        (phase_salt("ranker-1", 1), phase_salt("ranker-2", 1)),
        (phase_salt("ranker", 1), phase_salt("ranker", 2)),
        (phase_salt("ranker", 1), phase_salt("ranker", 11)),
        (batch_salt("ranker", 1, 0), batch_salt("ranker", 1, 1)),
        (layer_salt("main"), phase_salt("main", 1)),
        (layer_salt("main"), layer_salt("bill")),
    ],
)
def test_neighbours_are_independent(one, other):
    """Neighbouring names, phases, batches and layers cross each other evenly (chi-square of independence)."""
    some, others = (Drawing.of(salt, names(4), [0.25] * 4) for salt in (one, other))
    table = np.zeros((4, 4), np.int64)
    for each in UNITS:
        table[int(some.draw(each)[0][1:]), int(others.draw(each)[0][1:])] += 1

    assert stats.chi2_contingency(table).pvalue > 1e-3


def test_numbers_are_uniform():
    """The numbers that decide are uniform over [0, 1) (Kolmogorov-Smirnov)."""
    from slotwise import chance

    assert stats.kstest([chance.uniform("exp:ks#1", each) for each in UNITS], "uniform").pvalue > 1e-3
