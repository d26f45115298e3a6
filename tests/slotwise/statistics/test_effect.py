"""A difference with what is known of it."""

import orjson
import pytest

from slotwise.statistics.effect import effect, unknown


def test_the_interval_leaves_out_zero_where_p_is_below_alpha():
    """Interval and p value are one statement."""
    for value in (0.5, 1.9, 2.1, 4.0):
        found = effect(value, 1.0, 50, 0.95)
        assert (found.low > 0) == (found.p_value < 0.05)


def test_a_p_value_too_small_for_a_float_keeps_its_size():
    """A hundred standard errors print as a power of ten, never as 0."""
    found = effect(100.0, 1.0, 1e9, 0.95)

    assert found.p_value == 0.0
    assert found.log10_p == pytest.approx(-2173.5705, abs=1e-3)
    assert found.p_text.endswith("e-2174")


def test_no_variance_means_that_nothing_is_known():
    """No width of 0 and no p of 0, but an endless interval: it survives any intersection of looks."""
    found = effect(0.3, 0.0, 50, 0.95)

    assert found == unknown(0.3)
    assert found.p_value == 1.0


def test_endless_bounds_are_written_as_nothing():
    """JSON knows no infinity."""
    told = orjson.loads(orjson.dumps(unknown(1.0).to_json()))

    assert told["low"] is None
    assert told["high"] is None
    assert told["p_text"] == "1.0000"
