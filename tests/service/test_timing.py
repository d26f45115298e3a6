"""Timing: durations by stage, and a deadline from the arrival on."""

from service.timing import Timing


class Clock:
    """A clock that is set by hand, seconds."""

    def __init__(self):
        self.now = 10.0

    def __call__(self):
        return self.now


def test_stages_add_up():
    """Each mark ends the stage that began at the one before; a stage may come twice."""
    clock = Clock()
    timing = Timing(clock)
    for stage, seconds in (("read", 0.001), ("decide", 0.02), ("read", 0.002)):
        clock.now += seconds
        timing.mark(stage)

    assert timing.header() == "read;dur=3.000, decide;dur=20.000"
    assert round(timing.elapsed(), 6) == 0.023


def test_a_deadline_runs_from_the_arrival():
    """It has passed when so many milliseconds have, and at once when it is zero."""
    clock = Clock()
    timing = Timing(clock)
    expired = timing.deadline(50)

    assert timing.deadline(0)()
    assert not expired()
    clock.now += 0.0501
    assert expired()
