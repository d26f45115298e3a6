"""The proof of the power, smaller."""

import pytest

from bench.experiments import power


@pytest.mark.slow
def test_planned_power_is_found_power(monkeypatch):
    """Five designs, few runs of each: within what so few runs stray."""
    monkeypatch.setattr(power, "LIVE", 200_000)
    rows = power.measure(150, 7)

    assert len(rows) == 5
    assert all(row.value < 11 for row in rows)
