"""Trends and fatigue are told where there are some, and are nothing where there are none."""

import numpy as np
import pytest

from slotwise.analysis.changing import fatigue, trends
from slotwise.analysis.counting import NTH


@pytest.fixture
def changed(found):
    """Makes the counts of content 0 fall day by day, or with every repeat."""

    def run(table, column, factor):
        cells = {name: np.array(each) for name, each in getattr(found.counted, table).items()}
        rows = cells["content"] == 0
        cells["clicks"] = cells["clicks"].astype(float)
        cells["clicks"][rows] = cells["n"][rows] * 0.2 * factor ** cells[column][rows]
        return type(found.counted)(**{**vars(found.counted), table: cells})

    return run


def test_a_content_that_falls_day_by_day_is_seen(found, changed):
    """About as fast as it does; the others go on as they were."""
    slopes = trends(changed("cells", "day", 0.7), found.examination, found.attraction)
    first = found.attraction.content == 0

    assert slopes.value[first] == pytest.approx(np.log(0.7), abs=0.12)
    assert np.mean((slopes.low[~first] < 0) & (slopes.high[~first] > 0)) > 0.85


def test_a_content_that_tires_is_seen(found, changed):
    """By doubling of the exposures; others are shrunk to what all of them lose."""
    slopes, everybody = fatigue(changed("repeats", "class", 0.6), found.examination, found.attraction)

    assert NTH[:3] == (1, 2, 3)
    assert slopes.value[0] < slopes.value[1:24].min()
    assert everybody.low[0] < everybody.value[0] < everybody.high[0]


def test_nothing_that_changes_is_said_to_change(found):
    """In a log in which nothing does."""
    slopes = trends(found.counted, found.examination, found.attraction)
    _, everybody = fatigue(found.counted, found.examination, found.attraction)

    assert np.mean((slopes.low < 0) & (slopes.high > 0)) > 0.85
    assert everybody.low[0] < 0.1
    assert everybody.high[0] > -0.1
