"""Seconds by name."""

import pytest

from training.stopwatch import Stopwatch


def test_steps_of_one_name_add_up():
    """A step that runs twice is counted twice, one that fails is counted too."""
    clock = Stopwatch()
    with clock.of("fit"):
        pass
    once = clock.seconds["fit"]
    with pytest.raises(ZeroDivisionError), clock.of("fit"):
        1 / 0  # noqa: B018 - the failure is the point

    assert clock.seconds["fit"] > once >= 0
