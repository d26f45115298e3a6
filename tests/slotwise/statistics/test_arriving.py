"""How long it takes until enough persons came."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.errors import StatisticsError
from slotwise.statistics.arriving import Arriving

FALLING = [1_000, 500, 300, 200, 200, 200, 200, 200]


def test_persons_who_come_again_are_not_new():
    """The first day brings most; later ones only who had not come yet."""
    arriving = Arriving(FALLING, enrolled=0.5)

    assert arriving.persons(2) == 750
    assert arriving.persons(2.5) == 825
    assert arriving.days(750) == 2
    assert arriving.days(751) == 3


def test_beyond_the_period_its_last_week_goes_on():
    """Nobody is invented: the pace is that of the last seven days."""
    arriving = Arriving(FALLING)
    pace = sum(FALLING[-7:]) / 7

    assert arriving.persons(10) == pytest.approx(sum(FALLING) + 2 * pace)
    assert arriving.days(sum(FALLING) + 2 * pace) == 10


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20), st.floats(1, 5_000), st.floats(0.05, 1), st.floats(0, 9))
def test_days_are_the_first_that_bring_enough(came, units, enrolled, window):
    """At the end of those days the persons are there, a day before they are not."""
    arriving = Arriving(came, enrolled, window)
    days = arriving.days(units)

    if days < inf:
        assert arriving.persons(days) >= units * (1 - 1e-9)
        assert arriving.persons(days - 1) < units * (1 + 1e-9)
    else:
        assert sum(came[-7:]) == 0


def test_the_window_of_the_last_persons_passes_too():
    """An outcome that may come within three days is known three days later."""
    assert Arriving(FALLING, window=3).days(1_500) == 5
    assert Arriving(FALLING, window=3).persons(3) == 0


@pytest.mark.parametrize("given_", [([],), ([5], 0.0), ([5], 1.5), ([5], 1.0, -1.0), ([-1],)])
def test_arrivals_that_cannot_be_are_told(given_):
    """A day at least, a share at most of all, no window of the past."""
    with pytest.raises(StatisticsError):
        Arriving(*given_)
