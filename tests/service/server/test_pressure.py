"""Pressure: a share of time that forgets."""

import pytest

from service.server.pressure import Pressure


def test_a_worker_without_urgent_requests_is_not_pressed():
    """Neither at its start nor later."""
    assert (Pressure().share(0.0), Pressure().share(1e9)) == (0.0, 0.0)


def test_the_share_is_that_of_the_time():
    """Two milliseconds of three, again and again, are two thirds, and all of it is one."""
    some, always = Pressure(), Pressure()
    for number in range(1_000):
        some.add(number * 0.003, number * 0.003 + 0.002)
        always.add(number * 0.003, number * 0.003 + 0.003)

    assert some.share(3.0) == pytest.approx(2 / 3, abs=0.01)
    assert always.share(3.0) == pytest.approx(1.0)


def test_it_passes():
    """After a second of something else hardly any of it is left."""
    pressure = Pressure()
    pressure.add(1.0, 5.0)

    assert pressure.share(5.0) > 0.99
    assert pressure.share(5.05) == pytest.approx(0.6065 * pressure.share(5.0), rel=1e-3)
    assert pressure.share(6.0) < 0.001
