"""The interval plot: every place on it is the place of its number."""

from xml.etree import ElementTree

import pytest

from slotwise.analysis.experiments.page.intervals import Bar, intervals


def drawn(*bars):
    """The drawing, read as XML."""
    return ElementTree.fromstring(intervals(bars, "Lifts", "What is drawn"))


def bar(value, low, high, tone="open", label="m"):
    """A bar whose fixed interval is half as wide as the other."""
    return Bar(label, value, ((low + value) / 2, (high + value) / 2), (low, high), tone)


def test_points_lie_between_their_bounds():
    """On one scale for all, with no difference in the middle."""
    svg = drawn(bar(0.1, 0.05, 0.2, "better"), bar(-0.3, -0.4, -0.2, "worse"))
    points = [float(each.get("cx")) for each in svg.iter("circle")]
    zero = next(float(each.get("x1")) for each in svg.iter("line") if each.get("class") == "zero")
    boxes = [(float(each.get("x")), float(each.get("width"))) for each in svg.iter("rect")]

    assert points[1] < zero < points[0]
    assert (points[0] - zero) / (zero - points[1]) == pytest.approx(1 / 3, rel=1e-3)
    assert all(left < point < left + width for point, (left, width) in zip(points, boxes, strict=True))


def test_colour_is_never_all_that_tells():
    """Each line says in words what it is; the drawing has a title and a description."""
    svg = drawn(bar(0.1, 0.05, 0.2, "better", "clicks <b>"))
    texts = [each.text for each in svg.iter("text")]

    assert "+10.00 % · better" in texts
    assert "clicks <b>" in texts
    assert (svg.get("role"), svg.find("title").get("id")) == ("img", svg.get("aria-labelledby"))


def test_what_goes_beyond_the_edge_has_an_arrow():
    """Bounds that are infinite, or far beyond all lifts."""
    svg = drawn(Bar("m", 0.1, (0.05, 0.2), (None, 9.0), "open"))

    assert len([each for each in svg.iter("path") if each.get("class") == "end"]) == 2


def test_nothing_varied_is_a_drawing_too():
    """All at no difference."""
    assert drawn(bar(0.0, 0.0, 0.0)) is not None
