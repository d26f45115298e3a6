"""Many questions at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from slotwise.statistics.corrections import benjamini_hochberg, bonferroni

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(P_VALUES)
def test_both_are_those_of_statsmodels(p_values):
    """To every digit, ties included."""
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1].tolist())
    assert bonferroni(p_values) == pytest.approx(multipletests(p_values, method="bonferroni")[1].tolist())


@given(P_VALUES, st.data())
def test_what_could_not_be_judged_does_not_count(p_values, data):
    """A metric without a p value neither gets one nor costs the others anything."""
    at = data.draw(st.integers(0, len(p_values)))
    for correct in (benjamini_hochberg, bonferroni):
        found = correct([*p_values[:at], None, *p_values[at:]])
        assert found.pop(at) is None
        assert found == correct(p_values)


def test_nothing_asked_is_nothing_answered():
    """An experiment without secondary metrics has no adjusted p values."""
    assert benjamini_hochberg([]) == []
    assert bonferroni([None]) == [None]


def test_the_example_of_benjamini_and_hochberg():
    """Of the 15 p values of their paper (1995, section 2.3) four are findings, by Bonferroni three."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                0.7590, 1.0]  # fmt: skip

    assert [each <= 0.05 for each in benjamini_hochberg(p_values)] == [True] * 4 + [False] * 11
    assert [each <= 0.05 for each in bonferroni(p_values)] == [True] * 3 + [False] * 12
