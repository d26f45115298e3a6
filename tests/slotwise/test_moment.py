"""Moments: what a state tells a model at one time, as codes."""

from dataclasses import replace

import numpy as np

from slotwise import person
from slotwise.events import KIND_CODE, Event
from slotwise.moment import blank, of_state
from tests.worlds import START, make_events, make_moment, make_state

NOW = START + 1_000_000


def test_codes_of_known_products_in_order(checkerboard):
    """Histories run from old to new; what the catalogue does not know is left out."""
    state = make_state("p", ["p3", "gone", "p1"], NOW - 1)
    moment = make_moment(checkerboard, state, NOW)

    assert moment.products.tolist() == [3, 1]
    assert moment.times.tolist() == sorted(moment.times.tolist())
    assert moment.weights.tolist() == [1, 1]


def test_the_future_is_not_read(checkerboard):
    """Events at `now` or later change neither the history nor what was shown."""
    known = make_events("p", ["p3", "p1"], NOW - 1)
    future = [
        *make_events("p", ["p5"], NOW, "convert"),
        Event("f", NOW + 5, "p", "exposure", content_id="p5.tile", product_id="p5"),
    ]
    before = make_moment(checkerboard, person.fold(person.empty("p"), known), NOW)
    after = make_moment(checkerboard, person.fold(person.empty("p"), known + future), NOW)

    for name in ("products", "times", "kinds", "values", "shown", "shown_times", "dismissed", "first_at"):
        assert np.array_equal(getattr(before, name), getattr(after, name)), name


def test_interests_are_what_speaks_for_a_product(checkerboard):
    """Leaving a process is in the history but is no interest."""
    state = person.fold(make_state("p", ["p3"], NOW - 9), make_events("p", ["p1"], NOW - 1, "leave"))
    moment = make_moment(checkerboard, state, NOW)

    assert moment.products.tolist() == [3, 1]
    assert moment.interests.tolist() == [3]


def test_interests_from_the_latest_one_back_and_what_was_bought(checkerboard):
    """What speaks for nothing is in neither; what was bought stands old to new."""
    events = make_events("p", ["p9", "p3"], NOW - 9) + make_events("p", ["p5"], NOW - 1, "leave")
    events += make_events("p", ["p1", "p2"], NOW - 2, "convert", gap=3)
    moment = make_moment(checkerboard, person.fold(person.empty("p"), events), NOW)

    assert moment.latest.tolist() == moment.interests.tolist()[::-1] == [2, 1, 3, 9]
    assert moment.latest[:2].flags.c_contiguous
    assert moment.bought.tolist() == [1, 2]


def test_distinct_products_by_last_touch(checkerboard):
    """Each product of interest once, the one touched last standing last, strengths added up."""
    events = make_events("p", ["p9", "p3", "p9", "p1", "p3"], NOW - 1)
    events += make_events("p", ["p5"], NOW - 1, "leave") + make_events("p", ["p1"], NOW - 1, "convert")
    products, strengths = make_moment(checkerboard, person.fold(person.empty("p"), events), NOW).distinct

    assert products.tolist() == [9, 1, 3]
    assert dict(zip(products.tolist(), strengths.tolist(), strict=True)) == {9: 2, 3: 2, 1: 5}


def test_decay_halves(checkerboard):
    """An interest one half-life old counts half its strength."""
    moment = make_moment(checkerboard, make_state("p", ["p3"], NOW - 1000, "convert"), NOW)

    assert moment.decayed(1000.0).tolist() == [2.0]


def test_shown_contents_are_codes(checkerboard):
    """Exposures and dismissals become codes of contents."""
    state = person.fold(
        person.empty("p"),
        [
            Event("1", NOW - 2, "p", "exposure", content_id="p5.tile", product_id="p5"),
            Event("2", NOW - 1, "p", "dismiss", content_id="p5.tile"),
            Event("3", NOW - 1, "p", "exposure", content_id="unknown"),
        ],
    )
    moment = make_moment(checkerboard, state, NOW)

    assert moment.shown.tolist() == [11, 11]
    assert moment.dismissed.tolist() == [False, True]


def test_huge_values_are_held(checkerboard):
    """A value that a float32 cannot hold is cut, without a warning."""
    event = Event("1", NOW - 1, "p", "convert", product_id="p1", value=1e300)
    moment = make_moment(checkerboard, person.apply(person.empty("p"), event), NOW)

    assert np.isfinite(moment.values).all()


def test_blank_is_an_empty_state(checkerboard):
    """Nobody in particular is a person without events: the same arrays, types and shapes."""
    facets, numbers = checkerboard.facets.encode({}), checkerboard.facets.measure({})
    one = blank(NOW, facets, numbers)
    other = of_state(person.empty("p"), NOW, {}, checkerboard.catalog, checkerboard.facets)

    for name in {*vars(other)} - {"where", "shared"}:
        first, second = getattr(one, name), getattr(other, name)
        assert np.array_equal(first, second, equal_nan=name == "numbers")
        assert getattr(first, "dtype", None) == getattr(second, "dtype", None)
    assert replace(one).interests.tolist() == []


def test_touchpoints_of_what_was_shown_and_done(checkerboard):
    """They are found on demand, in the order of the histories; touchpoints that the catalogue does not know are -1."""
    events = [
        Event("e1", NOW - 9, "p", "exposure", content_id="p5.tile", product_id="p5", touchpoint="bill"),
        Event("e2", NOW - 8, "p", "exposure", content_id="gone", product_id="gone", touchpoint="home"),
        Event("e3", NOW - 7, "p", "click", product_id="p5", touchpoint="feed"),
        Event("e4", NOW - 6, "p", "dismiss", content_id="p1.tile", product_id="p1", touchpoint="elsewhere"),
        Event("e5", NOW - 5, "p", "view", product_id="p1"),
    ]
    seen = make_moment(checkerboard, person.fold(person.empty("p"), events), NOW)
    nobody = blank(NOW, np.zeros(0, np.int32), np.zeros(0, np.float32))

    assert (seen.shown_places.tolist(), seen.touched_places.tolist()) == ([1, -1], [2, -1])
    assert (len(nobody.shown_places), len(nobody.touched_places)) == (0, 0)


def test_interactions_of_one_kind(checkerboard):
    """Their places in the history, old to new; whoever did anything at all is known."""
    events = [
        Event(f"e{place}", NOW - 9 + place, "p", kind, product_id="p1")
        for place, kind in enumerate(("click", "view", "click"))
    ]
    seen = make_moment(checkerboard, person.fold(person.empty("p"), events), NOW)

    assert seen.of_kind(KIND_CODE["click"]).tolist() == [0, 2]
    assert seen.of_kind(KIND_CODE["convert"]).tolist() == []
    assert (seen.known, make_moment(checkerboard, person.empty("p"), NOW).known) == (True, False)
