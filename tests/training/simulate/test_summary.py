"""Figures of a simulated log."""

import pytest

from training.simulate.attraction import POSITION_BIAS
from training.simulate.summary import Summary


def test_figures_count_the_log(played):
    """Counts agree with the ledger and shares sum to one."""
    summary = Summary(played.world.catalog)
    summary.add(played.ledger, played.visits)
    figures = summary.figures()

    assert sum(figures["event_types"].values()) == played.ledger.sizes["events"]
    assert sum(figures["scene_share"].values()) == pytest.approx(1.0, abs=0.001)
    assert figures["visits"] == played.visits


def test_clicks_fall_with_the_slot(played):
    """In the log the second banner is clicked less than the first, about as the position bias says."""
    summary = Summary(played.world.catalog)
    summary.add(played.ledger, played.visits)
    rate = summary.clicked.sum(axis=0) / summary.shown.sum(axis=0)

    assert rate[0] > rate[1] > 0
    assert rate[1:].mean() / rate[0] < 2 * POSITION_BIAS[1:].mean()


def test_summary_of_nothing(played):
    """An empty log has figures of zero, not a division by zero."""
    assert Summary(played.world.catalog).figures()["click_rate"] == 0.0
