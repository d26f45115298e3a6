"""Folding into a packed state gives the very blob of the fold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import person, person_folding
from slotwise.errors import StateError
from slotwise.events import CONSENT, KINDS, Consent, Event
from slotwise.person_folding import fold_packed
from slotwise.person_packing import pack, unpack

NAMES = st.none() | st.sampled_from(["a", "b"])
VALUES = st.none() | st.sampled_from([1.5, float("nan"), float("inf"), -2.0])
EVENTS = st.builds(
    Event,
    st.just("e"),
    st.integers(0, 12),
    st.just("p"),
    st.sampled_from([*KINDS, "x.y"]),
    product_id=NAMES,
    content_id=NAMES,
    touchpoint=NAMES,
    value=VALUES,
) | st.builds(
    lambda at, personalize, hidden: Event("e", at, "p", CONSENT, consent=Consent(personalize, hidden)),
    st.integers(0, 12),
    st.booleans(),
    st.sampled_from([(), ("age",), ("age", "city")]),
)
MANY = st.lists(EVENTS, max_size=12)


@given(MANY, st.lists(MANY, max_size=4))
def test_the_blob_is_that_of_the_fold(before, batches):
    """Byte by byte, whatever the events are, in whatever order of time and however they are batched."""
    state = person.fold(person.empty("p", {"city": "SZ", "age": 3.0}), before)
    blob = pack(state)
    for batch in batches:
        blob, state = fold_packed(blob, batch), person.fold(state, batch)

    assert blob == pack(state)


@given(MANY, MANY)
def test_the_oldest_are_forgotten_at_the_same_moment(before, after):
    """At the bounds of history and of what was shown, and beyond them."""
    old = [
        Event("e", 5 + number % 3, "p", kind, product_id=str(number), content_id=str(number))
        for number, kind in enumerate(["view"] * (person.HISTORY - 6) + ["exposure"] * (person.SHOWN - 6))
    ]
    state = person.fold(person.empty("p"), [*old, *before])

    assert fold_packed(pack(state), after) == pack(person.fold(state, after))


def test_what_is_of_another_format_is_read_as_ever(monkeypatch):
    """A blob of the format before becomes one of today's; a damaged one is an error."""
    event = Event("e", 5, "p", "view", product_id="x")
    old = b'[1,"p",[0,0,0,0,0,0,0,0,0],null,null,{},true,[],[]]'

    assert fold_packed(old, [event]) == pack(person.apply(unpack(old), event))
    broken = [b"nonsense", b"{}", b"[2]", pack(person.empty("p")).replace(b"[],[]", b"[[1],[]],[]", 1)]
    for blob in broken:
        with pytest.raises(StateError):
            fold_packed(blob, [event])


def test_common_events_make_no_objects_of_the_past(monkeypatch):
    """The short way is taken, or all this would be for nothing."""
    monkeypatch.setattr(person_folding, "unpack", None)

    assert b"x" in fold_packed(pack(person.empty("p")), [Event("e", 5, "p", "view", product_id="x")])
