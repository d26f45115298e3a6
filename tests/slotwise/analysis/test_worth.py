"""What an exposure is worth, with intervals that know that exposures of one person are no independent ones."""

import numpy as np
import pytest

from slotwise.analysis.counting import GROUPS
from slotwise.analysis.worth import worth


def test_means_are_those_of_the_log(found):
    """By touchpoint and by segment."""
    whole = worth(found.counted.groups[""], 2)
    tiers = worth(found.counted.groups["person.tier"], 2, found.counted.segments["person.tier"][0])
    clicks, shown = np.sum(found.counted.cells["clicks"]), np.sum(found.counted.cells["n"])

    assert sum(each[""]["exposures"] for each in whole) == shown
    assert whole[0][""]["clicks"]["value"] == pytest.approx(clicks / shown, rel=0.1)
    assert set(tiers[0]) == {"basic", "gold"}
    assert whole[0][""]["value"]["value"] == pytest.approx(10 * whole[0][""]["conversions"]["value"])


def test_intervals_hold_the_truth_where_persons_differ():
    """Persons with rates of their own make many exposures each: 95 % of 400 intervals hold the mean over persons."""
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(400):
        rate, shown, group = rng.gamma(2, 0.02, 800), rng.poisson(20, 800), rng.integers(0, GROUPS, 800)
        clicks = rng.poisson(rate * shown)
        table = {
            "touchpoint": np.zeros(GROUPS, np.int64), "segment": np.zeros(GROUPS, np.int64), "fold": np.arange(GROUPS),
            **{name: np.bincount(group, each, GROUPS) for name, each in (
                ("n", shown), ("clicks", clicks), ("conversions", clicks), ("value", clicks))},
        }  # fmt: skip
        found = worth(table, 1)[0][""]["clicks"]
        inside.append(found["low"] <= 0.04 <= found["high"])

    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)
