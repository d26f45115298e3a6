"""Small lines stay inside their drawing and leave out what is not known."""

from hypothesis import given
from hypothesis import strategies as st

from service.console.sparkline import sparkline

VALUES = st.lists(st.none() | st.floats(0, 1e9, allow_subnormal=False), max_size=40)


def _points(drawn):
    return [tuple(map(float, each.split(","))) for each in drawn["points"].split()]


@given(VALUES)
def test_lines_stay_inside_their_drawing(values):
    """Also one of a single day, of nothing but zeros, and of no days; every day that is known has its point."""
    drawn = sparkline(values)
    points = _points(drawn)

    assert all(0 <= x <= drawn["wide"] and 0 <= y <= drawn["high"] for x, y in points)
    assert len(points) == sum(value is not None for value in values)


def test_a_day_keeps_its_place_beside_one_that_is_not_known():
    """The line goes on over the gap, higher where there was more."""
    (left, low), (right, high) = _points(sparkline([1.0, None, 2.0]))

    assert (left, right) == (0, 140)
    assert low > high
