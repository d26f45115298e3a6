"""Codes of a state: kept with unpacked rows, and never taken for those of another state, catalogue or time."""

from dataclasses import fields, replace

import numpy as np
import pytest

from slotwise import person
from slotwise.catalog import Catalog
from slotwise.coded import past
from slotwise.events import KIND_CODE, Event
from slotwise.moment import Moment, of_state
from slotwise.person_packing import pack, unpack
from tests.worlds import START, make_events, make_moment

NOW = START + 1_000_000
CLICK = KIND_CODE["click"]


@pytest.fixture
def state() -> person.PersonState:
    """Somebody who was shown a content of each product touched, some of them unknown."""
    events = make_events("p", ["p3", "gone", "p1", "p3"], NOW - 1, "click")
    shown = [
        Event(
            f"s{place}", each.occurred_at - 1, "p", "exposure", content_id=f"{each.product_id}.tile", touchpoint="bill"
        )
        for place, each in enumerate(events)
    ]
    return person.fold(person.empty("p"), [*shown, *events])


def _told(moment: Moment) -> dict[str, list]:
    """All that a moment says of the past."""
    names = [each.name for each in fields(Moment) if each.name not in ("where", "shared", "standing", "numbers")]
    names += ["shown_places", "touched_places", "interests", "interest_times", "weights"]
    found = {name: np.asarray(getattr(moment, name)).tolist() for name in names}
    return {**found, "distinct": [each.tolist() for each in moment.distinct], "clicks": moment.of_kind(CLICK).tolist()}


def test_an_unpacked_state_tells_the_same_each_time(checkerboard, state):
    """As one that was folded just now, the first time and when codes are there already."""
    unpacked = unpack(pack(state))
    expected = _told(make_moment(checkerboard, state, NOW))

    assert expected["products"] == [3, 1, 3]
    assert [_told(make_moment(checkerboard, unpacked, NOW)) for _ in range(3)] == [expected] * 3


def test_codes_are_made_once(checkerboard, state):
    """The second moment has the very arrays of the first one, and what that one computed of them."""
    unpacked = unpack(pack(state))
    first = make_moment(checkerboard, unpacked, NOW)
    found = first.distinct
    second = make_moment(checkerboard, unpacked, NOW + 1)

    assert second.products is first.products
    assert second.distinct is found
    assert second.of_kind(CLICK) is first.of_kind(CLICK)
    assert make_moment(checkerboard, state, NOW).products is not first.products


def test_what_comes_later_is_not_read(checkerboard, state):
    """A moment before the last events has the earlier ones only, and leaves what is kept as it is."""
    unpacked, early = unpack(pack(state)), NOW - 1
    whole = _told(make_moment(checkerboard, unpacked, NOW))
    before = _told(make_moment(checkerboard, unpacked, early))

    assert (whole["products"], before["products"]) == ([3, 1, 3], [3, 1])
    assert (len(whole["shown_places"]), len(before["shown_places"])) == (3, 3)
    assert before == _told(make_moment(checkerboard, state, early))
    assert _told(make_moment(checkerboard, unpacked, NOW)) == whole


def test_another_catalogue_has_other_codes(checkerboard, state):
    """Even one that is equal: codes are of one catalogue, for as long as there is one."""
    unpacked, catalog = unpack(pack(state)), checkerboard.catalog
    other = Catalog(catalog.products, catalog.contents, catalog.touchpoints)
    kept = past(unpacked, catalog, NOW)

    assert past(unpacked, other, NOW) is not kept
    assert past(unpacked, other, NOW) is past(unpacked, other, NOW)
    assert past(unpacked, catalog, NOW) is not kept


def test_a_state_of_other_parts_is_coded_anew(checkerboard, state):
    """Attributes may differ and the codes are the same; what was shown, and what was counted, may not."""
    unpacked, catalog = unpack(pack(state)), checkerboard.catalog
    kept = past(unpacked, catalog, NOW)

    assert past(replace(unpacked, attributes={"city": "x"}), catalog, NOW) is kept
    unseen = past(replace(unpacked, shown=()), catalog, NOW)
    assert (len(unseen["shown"]), len(kept["shown"])) == (0, 3)
    assert past(replace(unpacked, totals=(1,) * len(unpacked.totals)), catalog, NOW)["totals"].tolist()[0] == 1


def test_a_moment_changed_shares_nothing(checkerboard, state):
    """Who makes another moment of one, with another past, does not write into what is kept of the person."""
    unpacked = unpack(pack(state))
    moment = make_moment(checkerboard, unpacked, NOW)
    changed = replace(moment, products=moment.products[:1], times=moment.times[:1], kinds=moment.kinds[:1])

    assert (changed.interests.tolist(), make_moment(checkerboard, unpacked, NOW).interests.tolist()) == ([3], [3, 1, 3])


def test_an_empty_state_is_kept_too(checkerboard):
    """Of somebody of whom nothing is known there is nothing to code."""
    nobody = unpack(pack(person.empty("p")))
    moment = of_state(nobody, 0, {}, checkerboard.catalog, checkerboard.facets)

    assert (moment.products.tolist(), moment.shown.tolist(), moment.known) == ([], [], False)
