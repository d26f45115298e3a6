"""Slots are told apart by contents that stood in several of them."""

import numpy as np
import pytest

from slotwise.analysis.counting import count
from slotwise.analysis.examination import fit_examination
from slotwise.analysis.opened import open_log
from tests.exposures import EXAMINED


def test_the_examination_of_slots_is_found(found):
    """Within what 40,000 exposures can tell; the first slot is the unit."""
    chance = found.examination.chance

    assert found.examination.weighted
    assert chance[:, 1] == pytest.approx([1.0, 1.0])
    assert chance[:, 2] == pytest.approx([EXAMINED[1]] * 2, abs=0.08)


def test_a_policy_that_puts_the_best_first_does_not_deceive(write):
    """Of two contents the better one stands first nine times of ten: clicks by slot would say 1 to 0.17."""
    rng = np.random.default_rng(3)
    n, chance = 60_000, {"good": 0.2, "poor": 0.05}
    order = np.where(rng.random(n) < 0.9, 0, 1)
    rows, seen = [], []
    for number, flipped in enumerate(order):
        names = ("good", "poor") if not flipped else ("poor", "good")
        for slot, name in enumerate(names, start=1):
            share = 0.9 if (name == "good") == (slot == 1) else 0.1
            rows.append((f"d{number}", number, "a", "home", slot, name, name, share if slot == 1 else 1.0))
            if rng.random() < chance[name] * (1.0, 0.5)[slot - 1]:
                seen.append((number + 1, "a", "click", name, f"d{number}"))
    decided = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id", "propensity"]
    folder = write(
        decisions=(decided, rows), events=(["occurred_at", "person_id", "type", "content_id", "decision_id"], seen)
    )
    with open_log(folder) as opened:
        counted = count(opened)
    clicks = np.bincount(counted.cells["slot"], counted.cells["clicks"])

    assert clicks[2] / clicks[1] < 0.25
    assert fit_examination(counted).chance[0, 2] == pytest.approx(0.5, abs=0.06)


def test_a_slot_beyond_the_last_one_is_looked_at_like_it(found):
    """Nothing is known of it."""
    one = np.zeros(1, np.int64)

    assert found.examination.of(one, one + 9) == found.examination.of(one, one + 2)
