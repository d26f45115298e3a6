"""A month after the log: the same persons and visits, whichever policy fills the pages."""

import numpy as np

from slotwise.events import KIND_CODE, EventType
from training.simulate.clock import DAY_MS
from training.simulate.closed_loop.plain_policies import Random


def test_the_same_persons_come_whatever_is_shown(lived):
    """Two turns of a month have the same visits, and the truth at its beginning is left as it was."""
    before = lived.month.persons.state.wear.copy()
    one, other = (lived.month.play(Random(lived.world)) for _ in range(2))
    for name in one:
        for column in one[name]:
            np.testing.assert_array_equal(one[name][column], other[name][column])
    assert (lived.month.persons.state.wear == before).all()


def test_everything_happens_after_the_log_and_in_the_order_of_days(lived):
    """No page lies before the log's end or after the month's, and days follow each other."""
    at = lived.month.play(Random(lived.world))["pages"]["at_ms"]
    assert len(at) > 10
    assert at.min() >= lived.world.end_ms
    assert at.max() < lived.world.end_ms + lived.month.days * DAY_MS
    assert (np.diff((at - lived.world.end_ms) // DAY_MS) >= 0).all()


def test_a_policy_is_told_of_every_midnight(lived):
    """It hears of each day once, with everything that happened before and nothing from later."""

    class Listening(Random):
        heard: list[tuple[int, int]]

        def midnight(self, at_ms, ledger):
            latest = max((part["at_ms"].max() for part in ledger.tables["events"] if len(part["at_ms"])), default=0)
            self.heard.append((at_ms, int(latest)))

    policy = Listening(lived.world)
    policy.heard = []
    events = lived.month.play(policy)["events"]
    assert [at for at, _ in policy.heard] == [lived.world.end_ms + day * DAY_MS for day in range(lived.month.days)]
    assert all(latest < at for at, latest in policy.heard)
    assert (events["type"] == KIND_CODE[EventType.EXPOSURE]).any()
