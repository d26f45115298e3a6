"""The proof of the adjustment, smaller."""

import pytest

from bench.experiments.cuped import measure


@pytest.mark.slow
def test_the_past_takes_out_what_theory_says():
    """1 - rho squared of the variance is left, and the intervals still hold."""
    rows = {row.what: row for row in measure(300, 7)}

    for correlation in (0, 0.3, 0.6, 0.9):
        assert rows[f"correlation {correlation:g}: variance off theory"].reached
    assert rows["click rate: variance told"].value < 0.5
    assert all(row.value > 90 for what, row in rows.items() if what.endswith("that hold"))
