"""The proof of the bandit's estimator, smaller."""

import pytest

from bench.experiments.bandit import measure


@pytest.mark.slow
def test_moving_weights_mislead_plain_means_and_not_weighted_ones():
    """Where rates rise while weights move, the plain difference is far off and its intervals miss; ours hold."""
    rows = {row.what: row.value for row in measure(60, 7)}
    worst = "an effect of 20 %, rates double"

    assert rows[f"{worst}: plain difference, bias"] > 5
    assert rows[f"{worst}: plain difference, intervals that hold"] < 75
    for name in ("no effect, days alike", "an effect of 20 %, days alike", "no effect, rates double", worst):
        assert rows[f"{name}: inverse probabilities, bias"] < 3.5
        assert rows[f"{name}: inverse probabilities, intervals that hold"] > 84
    assert rows[f"{worst}: units of the last"] > 45
