"""How long a request has waited."""

from service.timing import Timing
from service.waiting import tell, waited


def test_what_was_told_is_known():
    """Nothing when nobody told."""
    assert waited() == 0.0
    tell(0.25)
    assert waited() == 0.25
    tell(0.0)


def test_waiting_is_a_stage_and_counts_against_the_deadline():
    """The clock of a request starts when it came."""
    timing = Timing(lambda: 10.0, waited=0.5)

    assert timing.stages == {"wait": 0.5}
    assert timing.elapsed() == 0.5
    assert timing.deadline(400)()
    assert not timing.deadline(600)()
