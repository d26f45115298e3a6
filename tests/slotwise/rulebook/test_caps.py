"""Caps: what a person's state remembers closes contents, counted by content, product, category, place or all."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise import person
from slotwise.events import Event
from slotwise.rulebook.caps import Caps
from slotwise.rulebook.effects import Capping
from tests.worlds import HOUR, make_moment

ALL = np.ones(80, bool)


def cap(most=2, hours=24, per="content", on="shown", rest=0, mask=ALL) -> Capping:
    return Capping(mask, most, hours * HOUR, per, on, rest * HOUR)


def happened(model, *told: tuple[str, str, int, str]):
    """The moment of a person to whom this happened: type, content, hours ago, touchpoint."""
    events = [
        Event(f"e{place}", model.as_of - ago * HOUR, "p", kind, content.partition(".")[0], content, touchpoint)
        for place, (kind, content, ago, touchpoint) in enumerate(told)
    ]
    return make_moment(model, person.fold(person.empty("p"), events))


def closed(model, one: Capping, moment, touchpoint: int = 0) -> list[str]:
    caps = Caps([one], model.catalog)
    reached = caps.reached(moment)
    mask = reached.closed(0, touchpoint)
    assert mask is None or np.count_nonzero(mask) == reached.counts[0] > 0
    return [] if mask is None else [model.catalog.contents.ids[each] for each in np.flatnonzero(mask).tolist()]


def test_by_content_product_and_all(checkerboard):
    """Two banners of p0 and its tile once."""
    moment = happened(checkerboard, *[("exposure", each, 1, "home") for each in ("p0.banner", "p0.banner", "p0.tile")])

    assert closed(checkerboard, cap(), moment) == ["p0.banner"]
    assert closed(checkerboard, cap(3), moment) == []
    assert closed(checkerboard, cap(3, per="product"), moment) == ["p0.banner", "p0.tile"]
    assert len(closed(checkerboard, cap(3, per="all"), moment)) == 80
    assert len(closed(checkerboard, cap(4, per="all"), moment)) == 0


def test_by_category_and_by_touchpoint(checkerboard):
    """p0 and p1 are of one category; a touchpoint is closed by what happened there."""
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"), ("exposure", "p1.banner", 2, "bill"))
    plans = set(np.flatnonzero(checkerboard.catalog.products.category == 0).tolist())

    assert {int(each[1:].partition(".")[0]) for each in closed(checkerboard, cap(per="category"), moment)} == plans
    reached = Caps([cap(1, per="touchpoint"), cap(1, per="all")], checkerboard.catalog).reached(moment)
    assert [[reached.closed(row, place) is not None for place in range(3)] for row in range(2)] == [
        [True, True, False],
        [True, True, True],
    ]
    assert closed(checkerboard, cap(per="touchpoint"), moment) == []
    assert len(closed(checkerboard, cap(1, per="touchpoint"), moment, 1)) == 80
    assert closed(checkerboard, cap(1, per="touchpoint"), moment, 2) == []


def test_only_what_the_rule_is_about_counts_and_closes(checkerboard):
    """Banners alone."""
    banners = np.tile([True, False], 40)
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"), ("exposure", "p0.tile", 2, "bill"))

    assert closed(checkerboard, cap(2, per="product", mask=banners), moment) == []
    assert closed(checkerboard, cap(1, per="product", mask=banners), moment) == ["p0.banner"]


def test_the_window_passes(checkerboard):
    """What was shown before it does not count any more."""
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"), ("exposure", "p0.banner", 30, "home"))

    assert closed(checkerboard, cap(), moment) == []
    assert closed(checkerboard, cap(hours=31), moment) == ["p0.banner"]


def test_clicks_are_counted_by_product(checkerboard):
    """A state remembers clicks by product, so all contents of the product are closed."""
    moment = happened(
        checkerboard, *[("click", "p2.banner", each, "home") for each in (1, 2)], ("view", "p3.tile", 1, "")
    )

    assert closed(checkerboard, cap(on="clicked"), moment) == ["p2.banner", "p2.tile"]
    assert closed(checkerboard, cap(on="shown"), moment) == []
    assert len(closed(checkerboard, cap(on="clicked", per="touchpoint"), moment)) == 80
    assert closed(checkerboard, cap(on="clicked", per="touchpoint"), moment, 1) == []


@pytest.mark.parametrize("on", ["shown", "clicked", "dismissed"])
def test_what_was_dismissed_rests(checkerboard, on):
    """For the hours of the rest, whatever is counted besides."""
    moment = happened(checkerboard, ("dismiss", "p0.banner", 5, "home"))
    expected = ["p0.banner", "p0.tile"] if on == "clicked" else ["p0.banner"]

    assert closed(checkerboard, cap(0, on=on, rest=6), moment) == expected
    assert closed(checkerboard, cap(0, on=on, rest=5), moment) == []


def test_dismissals_can_be_counted(checkerboard):
    """Two of them in the window."""
    moment = happened(checkerboard, *[("dismiss", "p0.banner", each, "home") for each in (1, 2)])

    assert closed(checkerboard, cap(on="dismissed"), moment) == ["p0.banner"]
    assert closed(checkerboard, cap(on="shown"), moment) == []


def test_counts_are_told(checkerboard):
    """How often, and when such was dismissed last."""
    moment = happened(
        checkerboard, ("exposure", "p0.banner", 1, "home"), ("exposure", "p0.tile", 2, "bill"),
        ("dismiss", "p0.banner", 3, "home"), ("click", "p0.banner", 4, "home"),
    )  # fmt: skip
    caps = Caps([cap(per="product"), cap(), cap(on="clicked")], checkerboard.catalog)
    told = [caps.count(row, moment, 0, 0) for row in range(3)]

    assert [each[0] for each in told] == [2, 1, 1]
    assert {each[1] for each in told} == {checkerboard.as_of - 3 * HOUR}
    assert caps.count(1, moment, 9, 0) == (0, None)


def test_several_caps_at_once(checkerboard):
    """Each by its own measure."""
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"), ("click", "p1.tile", 1, "home"))
    caps = Caps([cap(1), cap(5), cap(1, on="clicked"), cap(1, per="all")], checkerboard.catalog)

    assert [each >= 0 for each in caps.reached(moment).counts] == [True, False, True, True]


def test_what_is_reached_is_kept_with_the_past(checkerboard):
    """As long as it stays the same, and for the same caps."""
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"), ("exposure", "p0.banner", 5, "home"))
    caps = Caps([cap()], checkerboard.catalog)
    first = caps.reached(moment)

    assert caps.reached(moment.alone()) is first
    assert Caps([cap()], checkerboard.catalog).reached(moment) is not first
    later = [replace(moment, now=moment.now + hours * HOUR) for hours in (19, 20)]
    for each in later:
        each.shared["caps reached"] = first
    found = [caps.reached(each) for each in later]
    assert found[0] is first
    assert [each.counts for each in found] == [[1], [-1]]


def test_large_masks_are_not_kept(checkerboard):
    """A hundred caps over eighty contents are found anew each time."""
    moment = happened(checkerboard, ("exposure", "p0.banner", 1, "home"))
    caps = Caps([cap(hours=hours) for hours in range(1, 111)], checkerboard.catalog)

    assert caps.reached(moment) is not caps.reached(moment)
