"""A cap is stated, with what it took."""

import numpy as np
import orjson
import pytest

from slotwise.errors import StatisticsError
from slotwise.statistics.capping import capped


def test_what_is_above_the_cap_counts_as_the_cap():
    """And the report can say of how many persons and how much of the sum that took."""
    found = capped([1.0, 5.0, 100.0, 0.0], 10.0)

    np.testing.assert_array_equal(found.values, [1, 5, 10, 0])
    assert orjson.loads(orjson.dumps(found.to_json())) == {
        "cap": 10.0,
        "share_of_persons": 0.25,
        "share_of_sum": pytest.approx(90 / 106),
    }


def test_nobody_and_nothing_are_capped_without_harm():
    """An empty variant and one without revenue have no share to tell."""
    assert capped([], 5.0).share_of_persons == 0.0
    assert capped([0.0, 0.0], 5.0).share_of_sum == 0.0


def test_a_cap_of_nothing_is_told():
    """Everybody would have the same value."""
    with pytest.raises(StatisticsError):
        capped([1.0], 0.0)
