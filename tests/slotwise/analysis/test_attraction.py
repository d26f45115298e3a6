"""What contents are worth is found whatever slots they stood in, and shrunk where little is known."""

import numpy as np
import pytest

from slotwise.analysis.examination import keys
from tests.exposures import CONTENTS, STRONG, WEAK, attraction


def test_the_attraction_of_contents_is_found(found):
    """Chance of a click when looked at, for every content, within its interval nearly always."""
    truth = np.array(list(attraction().values()))
    fitted, judged = found.attraction, found.judged
    inside = (judged.low <= truth[fitted.content]) & (truth[fitted.content] <= judged.high)

    assert [each.content_id for each in found.contents[:24]] == list(CONTENTS)
    assert inside.mean() > 0.9
    assert np.corrcoef(np.log(judged.mean), np.log(truth[fitted.content]))[0, 1] > 0.9


def test_what_is_due_adds_up_to_what_came(found):
    """Ratios are relative to the touchpoint's own rate."""
    fitted = found.attraction

    assert fitted.due.sum() == pytest.approx(fitted.clicks.sum(), rel=0.1)
    assert fitted.examined.sum() < np.sum(found.counted.cells["n"])


def test_a_content_that_was_never_shown_is_like_others(found):
    """It has no clicks and nothing due, and the mean of what is known of others, with a wide spread."""
    place = np.array([len(CONTENTS)])
    mean, variance = found.attraction.anywhere(np.zeros(1, np.int64), place)
    rate = found.attraction.base(np.zeros(1, np.int64), place)
    clicks, due = found.attraction.seen(np.zeros(1, np.int64), place)

    assert found.contents[place[0]].content_id == "c99"
    assert (clicks, due) == (0.0, 0.0)
    assert mean[0] == pytest.approx(rate[0], rel=0.4)
    known = found.attraction.anywhere(np.zeros(1, np.int64), np.zeros(1, np.int64))
    assert variance[0] / mean[0] ** 2 > known[1][0] / known[0][0] ** 2


def test_the_weak_and_the_strong_one_stand_out(found):
    """In both touchpoints."""
    names = np.array([each.content_id for each in found.contents])[found.attraction.content]
    relative = found.judged.mean / found.judged.typical[found.attraction.touchpoint]

    assert relative[names == WEAK].max() < 0.35
    assert relative[names == STRONG].min() > 1.5


def test_keys_are_codes(found):
    """Of every row of a table of counts."""
    touchpoint, content, slot = keys(found.counted.cells)

    assert (touchpoint.max(), content.max(), sorted(set(slot.tolist()))) == (1, 23, [1, 2])
