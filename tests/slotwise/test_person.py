"""The fold: a person's state does not depend on the order in which events arrive."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.events import KIND_CODE, OTHER_KIND, Event
from slotwise.person import HISTORY, SHOWN, apply, empty, fold

TYPES = ("exposure", "view", "click", "start", "convert", "dismiss", "x.custom")
EVENTS = st.builds(
    Event,
    event_id=st.uuids().map(str),
    occurred_at=st.integers(0, 20),
    person_id=st.just("p"),
    type=st.sampled_from(TYPES),
    product_id=st.none() | st.sampled_from(["a", "b", "套餐"]),
    content_id=st.none() | st.sampled_from(["a1", "b1"]),
    touchpoint=st.none() | st.sampled_from(["home", "bill"]),
    value=st.none() | st.floats(),
)


@settings(max_examples=100)
@given(st.lists(EVENTS, max_size=12), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(events, random):
    """Late and shuffled events give the very same state, whatever their values."""
    shuffled = events.copy()
    random.shuffle(shuffled)

    assert fold(empty("p"), shuffled) == fold(empty("p"), events)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_histories_are_bounded_and_keep_the_latest(extra, random):
    """However many events come, and in whatever order, the latest HISTORY and SHOWN remain, in order of time."""
    views = [Event(f"v{at}", at, "p", "view", product_id=f"p{at}") for at in range(HISTORY + extra)]
    shown = [Event(f"s{at}", at, "p", "exposure", product_id=f"p{at}") for at in range(SHOWN + extra)]
    events = views + shown
    random.shuffle(events)
    state = fold(empty("p"), events)

    assert [each.time for each in state.history] == list(range(extra, HISTORY + extra))
    assert [each.time for each in state.shown] == list(range(extra, SHOWN + extra))
    assert state.totals[KIND_CODE["view"]] == HISTORY + extra


def test_apply_leaves_the_old_state_alone():
    """The fold is pure: the state before is not changed."""
    before = fold(empty("p"), [Event("1", 5, "p", "view", product_id="a")])
    copy = (before.history, before.totals, before.last_at)
    apply(before, Event("2", 3, "p", "convert", product_id="b"))

    assert (before.history, before.totals, before.last_at) == copy


def test_what_goes_where():
    """Exposures and dismissals are what was shown; everything else with a product is an interaction."""
    state = fold(
        empty("p"),
        [
            Event("1", 10, "p", "exposure", product_id="a", content_id="a1", touchpoint="home"),
            Event("2", 20, "p", "dismiss", content_id="a1"),
            Event("3", 30, "p", "convert", product_id="a", value=9.5),
            Event("4", 40, "p", "view"),
            Event("5", 50, "p", "x.rating", product_id="a"),
        ],
    )

    assert [(each.content, each.product, each.dismissed) for each in state.shown] == [
        ("a1", "a", False),
        ("a1", "a1", True),
    ]
    assert [(each.time, each.kind, each.value) for each in state.history] == [
        (30, KIND_CODE["convert"], 9.5),
        (50, OTHER_KIND, 0.0),
    ]
    assert (state.first_at, state.last_at, sum(state.totals)) == (10, 50, 5)


def test_known_begins_with_the_first_fact():
    """A person is known by an event or an attribute, not by an id."""
    assert not empty("p").known
    assert empty("p", {"city": "SZ"}).known
    assert apply(empty("p"), Event("1", 0, "p", "view")).known


def test_three_events_in_any_order_of_six():
    """All orders of events with equal times, also those that are no number, agree."""
    events = [Event(str(place), 7, "p", "view", product_id="ab"[place % 2], value=float("nan")) for place in range(3)]
    states = [fold(empty("p"), order) for order in itertools.permutations(events)]

    assert all(each == states[0] for each in states)
