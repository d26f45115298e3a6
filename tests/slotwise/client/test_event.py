"""Events are complete when they are made: id, time, and everything about the placement."""

from datetime import datetime

import pytest

from slotwise.client.answers import Placement
from slotwise.client.event import about, make_event, person_of

PLACEMENT = Placement("home", 2, "c", "p1", "d_1", token="t", person={"id": "p", "attributes": {"city": "SZ"}})


def test_an_event_is_of_now_and_has_an_id():
    """The time is RFC 3339 in UTC, ids do not repeat, and what is None is left out."""
    made, other = make_event("click", {"value": None}), make_event("click", {})

    assert datetime.fromisoformat(made["occurred_at"]).tzinfo is not None
    assert made["event_id"] != other["event_id"]
    assert "value" not in made


def test_an_event_about_a_placement_returns_its_token():
    """Touchpoint, slot, content, product, decision and token; attributes of the person are not events' matter."""
    assert about(PLACEMENT) == {
        "person": {"id": "p"},
        "touchpoint": "home",
        "slot": 2,
        "content_id": "c",
        "product_id": "p1",
        "decision_id": "d_1",
        "token": "t",
    }


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_what_is_no_json_is_found_at_once(value):
    """Not when it is sent, with other events beside it."""
    with pytest.raises((TypeError, ValueError)):
        make_event("click", {"value": value})


def test_a_person_is_an_id_or_more():
    """Nobody, an id, or the whole document."""
    assert (person_of(None), person_of("p")) == ({}, {"id": "p"})
    assert person_of({"identities": {"device": "x"}}) == {"identities": {"device": "x"}}
