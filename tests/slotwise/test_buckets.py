"""Buckets: sets of whole numbers, written as ranges."""

from hypothesis import given
from hypothesis import strategies as st

from slotwise.buckets import ALL, bucket, count, edges, first, inside, merged, overlap, without

RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda each: (min(each), max(each) + 1)))


def as_set(ranges):
    """The buckets themselves."""
    return {each for low, high in ranges for each in range(low, high)}


@given(RANGES, RANGES)
def test_ranges_are_sets(some, others):
    """Union, difference, overlap and size are those of the sets."""
    assert as_set(merged(some)) == as_set(some)
    assert as_set(without(some, others)) == as_set(some) - as_set(others)
    assert as_set(overlap(some, others)) == as_set(some) & as_set(others)
    assert count(some) == len(as_set(some))


@given(RANGES)
def test_looked_up_as_they_are(ranges):
    """A bucket is inside where it is a member, also at both ends of a range."""
    bounds = edges(ranges)

    assert [each for each in range(70) if inside(bounds, each)] == sorted(as_set(ranges))


@given(RANGES, st.integers(0, 70))
def test_the_first_are_the_smallest(ranges, most):
    """So many of them, in ascending order, or all."""
    assert sorted(as_set(first(ranges, most))) == sorted(as_set(ranges))[:most]


def test_units_fall_evenly():
    """Every tenth of the buckets gets about a tenth of the units, and none is beyond the last."""
    found = [bucket("layer:main", f"p_{each}") for each in range(20_000)]

    assert 0 <= min(found) <= max(found) < ALL
    tenths = [sum(each // 1_000 == tenth for each in found) for tenth in range(10)]
    assert all(1_850 < each < 2_150 for each in tenths)
