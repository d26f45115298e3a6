"""The time before the experiment."""

import numpy as np
import pytest

from slotwise.statistics.before import biased_before, difference_before
from slotwise.statistics.moments import Moments


def persons(mean, seed):
    """Persons whose past lies around a mean."""
    rng = np.random.default_rng(seed)
    return Moments.of(
        np.column_stack([rng.normal(size=(900, 1)), np.ones(900), rng.normal(mean, 1, 900), np.ones(900)])
    )


def test_a_difference_of_before_is_found():
    """Variants whose persons differed before cannot be compared afterwards."""
    found = difference_before(persons(3.0, 1), persons(3.5, 2))

    assert found.absolute.value == pytest.approx(0.5, abs=0.15)
    assert biased_before(found)


def test_a_difference_that_may_be_chance_is_none():
    """Two standard errors are seen in one of twenty experiments; one in a thousand is held to be a bias."""
    found = difference_before(persons(3.0, 1), persons(3.18, 2))

    assert 0.001 < found.absolute.p_value < 0.05
    assert not biased_before(found)
    assert biased_before(found, 0.05)


def test_chance_is_no_bias():
    """Persons of one kind are not flagged, nor are persons without a past."""
    nobody = Moments.of(np.column_stack([np.ones((50, 2)), np.zeros((50, 2))]))

    assert not biased_before(difference_before(persons(3.0, 1), persons(3.0, 2)))
    assert difference_before(nobody, nobody) is None
    assert difference_before(nobody, nobody, "ratio") is None
    assert not biased_before(None)
