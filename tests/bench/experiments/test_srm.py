"""The proof of the sample ratio, smaller."""

import pytest

from bench.experiments.srm import measure


@pytest.mark.slow
def test_a_planted_loss_is_found_and_clean_logs_are_not_suspected():
    """All lossy logs are found within 500,000 persons, and next to no clean one is."""
    rows = measure(100, 7)

    assert all(row.reached is not False for row in rows)
    assert {row.what: row.value for row in rows}["2 % lost, e-value"] == 100
