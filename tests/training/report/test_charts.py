"""Charts as plain SVG."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.report.charts import bars, curve, forest

number = st.floats(-1e6, 1e6)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
rows = st.lists(st.tuples(texts, number, number, number), max_size=6)


@given(rows=rows, zero=st.booleans())
def test_any_values_draw_a_whole_picture(rows, zero):
    """Whatever the figures and labels, markup among them, the result is well-formed XML with a dot a row."""
    drawn = forest(
        [
            {"label": label, "kind": "model", "value": sorted(each)[1], "low": min(each), "high": max(each)}
            for label, *each in rows
        ],
        zero,
    )

    if rows:
        tree = ElementTree.fromstring(drawn)
        assert len([each for each in tree.iter() if each.tag.endswith("circle")]) == len(rows)


@given(values=st.lists(st.floats(0, 1e9), max_size=6))
def test_bars_of_any_length(values):
    """Bars stay inside the picture and each says its value."""
    drawn = bars([{"label": "<a&b>", "kind": "person", "value": each} for each in values])

    if values:
        tree = ElementTree.fromstring(drawn)
        widths = [float(each.get("width")) for each in tree.iter() if each.tag.endswith("rect")]
        assert len(widths) == len(values)
        assert max(widths) <= 560


@given(points=st.lists(st.tuples(number, number), min_size=2, max_size=60))
def test_lines_of_any_points(points):
    """A curve is one line through all its points."""
    drawn = curve([{"label": "a", "kind": "model", "points": sorted(points)}], "across", "up", (True, False))

    tree = ElementTree.fromstring(drawn)
    (line,) = [each for each in tree.iter() if each.tag.endswith("polyline")]
    assert len(line.get("points").split()) == len(points)


@pytest.mark.parametrize("drawn", [forest([]), forest([{"label": "a", "kind": "model", "value": None}]), bars([])])
def test_nothing_to_draw_draws_nothing(drawn):
    """Without known values there is no picture."""
    assert drawn == ""


def test_one_point_is_no_line():
    """A single point draws nothing."""
    assert curve([{"label": "a", "kind": "model", "points": [(1.0, 1.0)]}], "x", "y") == ""
