"""Frequency cap: enough is enough, and what was sent away rests."""

import pytest

from slotwise import person
from slotwise.events import Event
from slotwise.rules.frequency_cap import HOUR, FrequencyCap
from tests.worlds import make_moment


@pytest.fixture
def excluded(checkerboard):
    """What a cap excludes after exposures or dismissals (content, hours ago)."""

    def ask(rule, exposures=(), dismissals=()):
        events = [
            Event(f"{kind}{place}", checkerboard.as_of - int(hours * HOUR) - 1, "p", kind, content_id=content)
            for kind, shown in (("exposure", exposures), ("dismiss", dismissals))
            for place, (content, hours) in enumerate(shown)
        ]
        moment = make_moment(checkerboard, person.fold(person.empty("p"), events))
        return sorted(rule.exclude(moment, checkerboard.catalog).tolist())

    return ask


def test_the_cap_counts_products(excluded):
    """Banner and tile of one product count together; the cap closes at `most`, not below."""
    shown = [("p1.banner", 1), ("p1.tile", 2), ("p2.tile", 1)]

    assert excluded(FrequencyCap(most=2), shown) == [1]
    assert excluded(FrequencyCap(most=3), shown) == []


def test_the_window_moves_on(excluded):
    """Exposures before the window do not count."""
    assert excluded(FrequencyCap(most=2, hours=10), [("p1.tile", 1), ("p1.tile", 11)]) == []


def test_dismissed_products_rest(excluded):
    """One dismissal rests the product for its time, and 0 hours is no rest."""
    assert excluded(FrequencyCap(rest_hours=5), dismissals=[("p3.tile", 4), ("p4.tile", 6)]) == [3]
    assert excluded(FrequencyCap(rest_hours=0), dismissals=[("p3.tile", 0)]) == []


@pytest.mark.parametrize("most", [0, 1, 2, 3, 9])
def test_the_cap_closes_what_was_shown_so_often(excluded, most):
    """Products are counted one by one, however many there are; who was not shown is not at the cap."""
    shown = [(f"p{number}.tile", place) for number in range(1, 5) for place in range(number)]

    assert set(excluded(FrequencyCap(most=most), shown)) == {number for number in range(1, 5) if number >= most}
