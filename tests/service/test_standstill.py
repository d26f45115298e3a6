"""Time stands still where nothing has happened for long."""

from service.standstill import STANDSTILL, stands_still


def test_a_log_of_long_ago_stands_still():
    """A week of silence is the limit; a log that ends in the future stands still too."""
    assert not stands_still(1_000, 1_000)
    assert not stands_still(1_000, 1_000 + STANDSTILL)
    assert stands_still(1_000, 1_001 + STANDSTILL)
    assert stands_still(1_001, 1_000)
