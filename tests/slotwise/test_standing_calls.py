"""What a person did, asked by calls: of one person as of many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import person
from slotwise.events import KIND_CODE, Event
from slotwise.standing_calls import asked, covered, over, told
from tests.worlds import DAY, START, make_moment

NOW = START + 40 * DAY
EVENTS = [("leave", "p0", 3), ("leave", "p2", 5), ("leave", "p6", 20), ("convert", "p2", 2), ("exposure", "p0", 1)]


def moment_of(model, events):
    """The moment of a person of these events: (kind, product, days ago)."""
    made = [
        Event(f"{place}", NOW - int(ago * DAY), "p", kind, product_id=product, content_id=f"{product}.tile")
        for place, (kind, product, ago) in enumerate(events)
    ]
    return make_moment(model, person.fold(person.empty("p"), made), NOW)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("times(leave,plan,7)", 1), ("times(leave,,7)", 2), ("times(leave,plan,30)", 2), ("times(leave,fish,30)", 0),
        ("times(leave,product:p6,30)", 1), ("times(leave,product:gone,30)", 0), ("times(exposure,plan,7)", 1),
        ("times(dismiss,,7)", 0), ("days_since(leave,plan)", 3), ("days_since(convert,)", 2),
        ("days_since(convert,plan)", None), ("times(x.rated,,7)", None), ("audience(leavers)", None),
    ],
)  # fmt: skip
def test_what_calls_say(checkerboard, key, expected):
    """Of a category, a product or everything; unknown is what never happened or is not kept apart."""
    assert told(key, moment_of(checkerboard, EVENTS), checkerboard.catalog) == expected


def test_the_products_of_a_business_are_found_once(checkerboard):
    """They are kept for the next one who asks, of no more businesses than a configuration has."""
    catalog = checkerboard.catalog
    assert covered("plan", catalog) is covered("plan", catalog)
    assert covered("", catalog) is None
    for place in range(250):
        assert covered(f"product:p{place}", catalog).sum() == (place < len(catalog.products))
    assert len(catalog.products.businesses) <= 100


def test_keys_are_read():
    """A category may hold a comma; another call is none of these."""
    assert asked("times(leave,a,b,7)") == ("times", "leave", "a,b", 7.0)
    assert asked("audience(x)") is None


event = st.tuples(
    st.sampled_from(["view", "leave", "convert"]), st.sampled_from(["p0", "p2", "p6"]), st.integers(1, 30)
)


@given(st.lists(st.lists(event, max_size=6), min_size=1, max_size=4), st.sampled_from(["times(leave,plan,7)",
       "days_since(convert,)", "times(view,product:p6,12)", "days_since(leave,device)"]))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_many_persons_as_one(checkerboard, persons, key):
    """Histories one after the other say what each says by itself."""
    moments = [moment_of(checkerboard, events) for events in persons]
    start = np.concatenate([[0], np.cumsum([len(each.times) for each in moments])]).astype(np.int64)
    columns = (np.concatenate([getattr(each, name) for each in moments]) for name in ("products", "kinds", "times"))
    found = over(key, NOW, start, *columns, checkerboard.catalog)
    expected = [told(key, each, checkerboard.catalog) for each in moments]

    np.testing.assert_array_equal(found, [np.nan if each is None else each for each in expected])


@pytest.mark.parametrize("key", ["audience(x)", "times(exposure,,7)"])
def test_other_calls_are_no_interactions(checkerboard, key):
    """They are not answered from a history."""
    nothing = np.zeros(0, np.int64)
    with pytest.raises(LookupError):
        over(key, NOW, np.zeros(2, np.int64), nothing, nothing, nothing, checkerboard.catalog)


def test_custom_events_that_share_a_kind_are_unknown(checkerboard):
    """NaN, and not the count of all custom events."""
    nothing = np.zeros(0, np.int32)
    kinds = np.zeros(0, np.int8)
    found = over("times(x.rated,,7)", NOW, np.zeros(2, np.int64), nothing, kinds, nothing, checkerboard.catalog)
    assert np.isnan(found).all()
    assert "x.search" in KIND_CODE
