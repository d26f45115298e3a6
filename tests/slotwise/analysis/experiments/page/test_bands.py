"""The cumulative band: a line within its bounds from the first day to the last."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.analysis.experiments.page.bands import Day, band, rounded


def drawn(days, minimum=0.05):
    """The drawing, read as XML."""
    return ElementTree.fromstring(band(days, "Clicks", "t", minimum))


def points(svg, tag):
    """The points of a line."""
    return [tuple(map(float, each.split(","))) for each in svg.find(tag).get("points").split()]


def test_the_line_lies_within_the_band():
    """Day by day, upwards is more; the smallest effect is a line of its own."""
    days = [Day(each, 0.1 / each, 0.1 / each - 0.2, 0.1 / each + 0.2) for each in range(1, 8)]
    svg = drawn(days)
    line, around = points(svg, "polyline"), points(svg, "polygon")

    assert len(line) == 7
    assert all(around[place][1] <= line[place][1] <= around[-1 - place][1] for place in range(7))
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert [each.get("class") for each in svg.iter("line")].count("minimum") == 1
    assert "After day 7" in svg.find("desc").text


def test_one_day_and_unknown_bounds_can_be_drawn():
    """They reach to the edges."""
    svg = drawn([Day(1, 0.1, None, None)], None)

    assert len(points(svg, "polygon")) == 2


@given(st.floats(1e-9, 1e9))
def test_marks_are_round(value):
    """1, 2 or 5 times a power of ten, and never less than asked for."""
    found = rounded(value)

    assert value * (1 - 1e-6) <= found <= value * 10
    assert float(f"{found:e}".split("e")[0]) in (pytest.approx(1), pytest.approx(2), pytest.approx(5))
