"""Token buckets: fair in the long run, bounded in memory."""

from hypothesis import given
from hypothesis import strategies as st

from service.buckets import Buckets


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self):
        return self.now


def test_a_burst_is_allowed_and_then_the_rate():
    """Ten at once, then one every tenth of a second; how long to wait is told."""
    clock = Clock()
    buckets = Buckets(1.0, 10, clock)
    taken = [buckets.take("a", 10.0) for _ in range(12)]

    assert [each.allowed for each in taken] == [True] * 10 + [False] * 2
    assert abs(taken[-1].wait - 0.1) < 1e-9
    clock.now += 0.11
    assert buckets.take("a", 10.0).allowed
    assert not buckets.take("a", 10.0).allowed


def test_callers_have_buckets_of_their_own():
    """What one does is nothing to the other."""
    buckets = Buckets(1.0, 10, Clock())
    while buckets.take("a", 2.0).allowed:
        pass

    assert buckets.take("b", 2.0).allowed


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.1, 20), st.floats(1, 5))
def test_no_more_than_burst_and_rate(pauses, rate, burst):
    """Whenever they come, never more pass than the bucket held and what has flowed in since."""
    clock, passed = Clock(), 0
    buckets = Buckets(burst, 10, clock)
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a", rate).allowed

    assert passed <= max(1.0, rate * burst) + clock.now * rate + 1e-6


def test_many_callers_do_not_fill_the_memory():
    """200,000 different ones leave as many buckets as there may be."""
    buckets = Buckets(1.0, 1_000, Clock())
    for number in range(200_000):
        buckets.take(str(number), 5.0)

    assert len(buckets) == 1_000
