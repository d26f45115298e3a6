"""How well slots are seen, found again from clicks made with a known curve."""

import numpy as np
import pytest

from slotwise.impressions import Impressions
from training.examination import examination


def shown_by(seen: list[float], lists: int, seed: int = 3) -> Impressions:
    """Lists of random contents, clicked with P = seen[slot] attract[content]."""
    chance = np.random.Generator(np.random.Philox(key=seed))
    slots, contents = len(seen), 30
    attract = chance.uniform(0.02, 0.3, contents)
    content = np.array([chance.permutation(contents)[:slots] for _ in range(lists)]).ravel()
    slot = np.tile(np.arange(1, slots + 1), lists)
    clicked = chance.random(len(slot)) < np.array(seen)[slot - 1] * attract[content]
    rows = len(slot)
    return Impressions(
        decision=np.repeat(np.arange(lists, dtype=np.int32), slots),
        person=np.zeros(rows, np.int32),
        time=np.repeat(np.arange(lists, dtype=np.int64), slots),
        touchpoint=np.zeros(rows, np.int16),
        slot=slot.astype(np.int16),
        content=content.astype(np.int32),
        product=content.astype(np.int32),
        propensity=np.ones(rows, np.float32),
        clicked=clicked,
        converted=np.zeros(rows, bool),
        facets=np.zeros((rows, 0), np.int32),
        numbers=np.zeros((rows, 0), np.float32),
    )


def test_a_known_curve_is_found_again():
    """With enough clicks the estimate lies near the curve that made them, and never rises."""
    seen = [1.0, 0.5, 0.3, 0.2]
    found = examination(shown_by(seen, 20_000))

    assert found == pytest.approx(seen, abs=0.06)
    assert (np.diff(found) <= 0).all()


@pytest.mark.parametrize("shown", [None, shown_by([0.0, 0.0], 10)])
def test_without_clicks_nothing_is_known(shown):
    """No impressions, or none clicked: one slot, fully seen."""
    assert examination(shown).tolist() == [1.0]
