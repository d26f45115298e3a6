"""Replacements are better by what is known, and each of several is another one."""

import numpy as np

from slotwise.analysis.finishing import fit_finishing
from slotwise.analysis.offered import Content
from slotwise.analysis.replacing import best_of, gains
from tests.exposures import STRONG, WEAK


def place(found, name):
    """The pairs of a content."""
    return [row for row, code in enumerate(found.attraction.content) if found.contents[code].content_id == name]


def test_the_weak_one_is_replaced_by_the_best(found):
    """With a gain whose interval is above nothing."""
    for row in place(found, WEAK):
        assert found.contents[found.gain.replacement[row]].content_id == STRONG
        assert 0 < found.gain.low[row] < found.gain.clicks[row] < found.gain.high[row]
        assert found.gain.conversions[row] > 0
        assert found.gain.value[row] > 0


def test_nothing_is_gained_by_replacing_the_best_by_itself(found):
    """It has no replacement."""
    assert [found.gain.replacement[row] for row in place(found, STRONG)] == [-1, -1]
    assert [found.gain.clicks[row] for row in place(found, STRONG)] == [0.0, 0.0]


def test_an_untried_content_is_not_the_best_by_hope(found):
    """c99 was never shown: it stands behind what is known to be good."""
    names = [found.contents[code].content_id for code in found.best.contents[0]]

    assert names[0] == STRONG
    assert names.index("c99") > 3
    assert WEAK not in names


def test_a_touchpoint_that_takes_nothing_else_has_no_replacement(found):
    """Gains are nothing, and nothing fails."""
    none = np.zeros((2, len(found.contents)), np.bool_)
    best = best_of(found.attraction, found.judged, none)
    gain = gains(found.attraction, found.judged, best, fit_finishing(found.counted, found.attraction.category), 1.0)

    assert np.isnan(best.top(0))
    assert set(gain.replacement.tolist()) == {-1}
    assert not gain.clicks.any()
    assert Content("c").live(0)
