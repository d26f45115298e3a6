"""What was asked for together, in the order in which it was filled."""

from dataclasses import replace

import numpy as np
import pytest

from training.off_policy.decisions import Placed
from training.off_policy.pages import Pages


@pytest.fixture
def pages(served):
    """The first two slates as one page: `page` was filled before `home`."""
    six = served.decisions.take(np.arange(len(served.decisions)) < 6)
    touchpoint = np.array([1, 1, 1, 0, 0, 0], np.int16)
    page = np.zeros(6, np.int64)
    placed = Placed(page, six.turn, touchpoint, six.shown.content)
    return replace(six, shown=replace(six.shown, touchpoint=touchpoint), page=page, placed=placed)


def test_touchpoints_in_the_order_of_the_file(pages):
    """The first one had an empty page before it, the second one the contents of the first."""
    ids = pages.dataset.catalog.contents.ids
    first, second = Pages(pages).of(slice(0, 3)), Pages(pages).of(slice(3, 6))

    assert first.touchpoints == second.touchpoints == ("page", "home")
    assert (first.place, second.place) == (0, 1)
    assert first.before == ()
    assert second.before == tuple(ids[int(each)] for each in pages.shown.content[:3])


def test_what_is_not_evaluated_still_stood_there(pages):
    """Of a page of which one touchpoint is left, the other one is asked for and stands before it all the same."""
    left = pages.take(pages.shown.touchpoint == 0)
    found = Pages(left).of(slice(0, 3))

    assert found.touchpoints == ("page", "home")
    assert len(found.before) == 3


def test_other_pages_do_not_matter(served):
    """Slates of pages of their own stand alone."""
    alone = Pages(served.decisions).of(slice(3, 6))

    assert alone.touchpoints == ("page",)
    assert alone.before == ()
