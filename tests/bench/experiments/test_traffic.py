"""Simulated traffic is what the proofs say it is."""

import numpy as np
import pytest

from bench.experiments.traffic import Traffic, batches, moments, persons

TRAFFIC = Traffic(days=3)


def test_clicks_follow_the_rate_and_the_lift_only_the_experiment():
    """One exposure in ten is clicked before, and under a lift of a half one in seven while it runs."""
    shown, clicks = TRAFFIC.draw((1, 40_000), np.random.default_rng(1), 0.5)

    assert clicks[..., 0].sum() / shown[..., 0].sum() == pytest.approx(0.1, rel=0.03)
    assert clicks[..., 1:].sum() / shown[..., 1:].sum() == pytest.approx(0.15, rel=0.03)


def test_who_was_not_exposed_yet_does_not_count():
    """Persons enter with their first exposure, and their sums grow day by day."""
    shown, clicks = TRAFFIC.draw((2, 500), np.random.default_rng(2))
    first, last = (moments(persons(shown, clicks, day, "ratio")) for day in (1, 3))

    for run in (0, 1):
        assert first[run].n == (shown[run, :, 1] > 0).sum()
        assert first[run].n < last[run].n < 500
        assert last[run].total[0] == clicks[run, :, 1:].sum()
        assert last[run].total[3] == shown[run, shown[run, :, 1:].any(axis=1), 0].sum()


def test_batches_are_all_runs():
    """No run is simulated twice or left out."""
    assert batches(120) == [50, 50, 20]
    assert sum(batches(7, 2)) == 7
