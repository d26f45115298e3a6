"""Verdicts: what nothing is written of is open."""

from dataclasses import replace

import numpy as np

from slotwise.rulebook.effects import Lifting
from slotwise.rulebook.verdict import OPEN, Verdict


def test_an_open_verdict_says_nothing():
    """Nothing closed, lifted, pinned or wanted; the model draws its own way."""
    assert (OPEN.shut, OPEN.closed, OPEN.policy, OPEN.lifts) == ("", None, None, False)
    assert (OPEN.pins, OPEN.limits, OPEN.aside, len(OPEN.wanted)) == ((), (), (), 0)


def test_a_verdict_with_some_changes():
    """It is what dataclasses.replace gives, and the first one stays as it was."""
    first = Verdict(shut="closed", aside=("a",))
    assert first.but(aside=("b",)) == replace(first, aside=("b",))
    assert first.aside == ("a",)


def test_boosts_and_pulls_lift():
    """Either of them."""
    assert Verdict(boost=np.zeros(3, np.float32)).lifts
    assert Verdict(pulls=((Lifting(np.ones(3, bool), 1.0), 2.0),)).lifts
