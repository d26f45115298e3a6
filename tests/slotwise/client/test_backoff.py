"""Waiting grows, is spread, is bounded, and heeds what the service asks for."""

from hypothesis import given
from hypothesis import strategies as some

from slotwise.client.backoff import FIRST, LONGEST, delay

DRAWS = some.floats(0, 1, exclude_max=True)


@given(some.integers(1, 10_000), DRAWS)
def test_waiting_is_bounded(attempt, draw):
    """Never nothing, never more than half a minute, and twice as long after each failure."""
    found = delay(attempt, draw)

    assert FIRST / 2 <= found <= LONGEST
    assert delay(attempt + 1, draw) >= found


@given(some.integers(1, 100), DRAWS, some.floats(0, 1e6))
def test_a_retry_after_is_a_least_time(attempt, draw, seconds):
    """The service is not asked before it wants to be, but within half a minute or so at the latest."""
    found = delay(attempt, draw, seconds)

    assert found >= min(seconds, LONGEST)
    assert found <= LONGEST * 1.1
