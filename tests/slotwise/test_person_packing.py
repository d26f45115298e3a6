"""A person's state as a blob gives the very state back, and a damaged blob is an error of its own."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import person
from slotwise.errors import StateError
from slotwise.events import CONSENT, KINDS, Consent, Event
from slotwise.person_packing import pack, unpack

TEXT = st.text(min_size=1, max_size=8)
EVENTS = st.builds(
    Event,
    event_id=TEXT,
    occurred_at=st.integers(0, 2**42),
    person_id=st.just("p"),
    type=st.sampled_from([*KINDS, "x.other", CONSENT]),
    product_id=st.none() | TEXT,
    content_id=st.none() | TEXT,
    touchpoint=st.none() | TEXT,
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    consent=st.builds(Consent, st.booleans(), st.lists(TEXT, unique=True).map(lambda names: tuple(sorted(names)))),
)


@given(
    st.lists(EVENTS, max_size=20),
    st.dictionaries(TEXT, TEXT | st.floats(allow_nan=False, allow_infinity=False)),
    st.booleans(),
)
def test_a_state_survives_packing(events, attributes, personalize):
    """Whatever was folded comes back equal, part by part and as a whole."""
    empty = person.PersonState("p", attributes=attributes, personalize=personalize)
    state = person.fold(empty, events)

    assert unpack(pack(state)) == state


def test_a_state_goes_on_where_it_was():
    """Folding on after packing gives what folding in one go gives."""
    events = [Event(str(at), at, "p", "click", product_id=f"p{at}") for at in range(500)]
    half = unpack(pack(person.fold(person.empty("p"), events[:250])))

    assert person.fold(half, events[250:]) == person.fold(person.empty("p"), events)


def test_a_kind_that_came_later_has_not_happened():
    """A blob of a version with fewer kinds of events is read; the custom events stay the last ones."""
    document = orjson.loads(pack(person.PersonState("p", totals=tuple(range(len(KINDS) + 1)))))
    document[2] = [5, 6, 7]
    totals = unpack(orjson.dumps(document)).totals

    assert len(totals) == len(KINDS) + 1
    assert (totals[:2], totals[-1], sum(totals[2:-1])) == ((5, 6), 7, 0)


def test_a_state_of_the_format_before_is_read():
    """Nobody had said anything about consent, and the conversions are those that the history still shows."""
    events = [Event(str(at), at, "p", "convert", product_id="a") for at in (3, 1, 2)]
    state = person.fold(person.empty("p", {"city": "SZ"}), events)
    before = orjson.dumps([1, *orjson.loads(pack(state))[1:9]])

    assert unpack(before) == state
    assert state.conversions == (1, 2, 3)


@pytest.mark.parametrize(
    "blob", [b"", b"{}", b"[]", b"[1]", b"[2]", b"[3]", b"null", b'["1"]', b"\x00\xff", pack(person.empty("p"))[:-3]]
)
def test_a_damaged_blob_is_an_error(blob):
    """Nothing but a StateError comes out of a blob that is not a state."""
    with pytest.raises(StateError):
        unpack(blob)


def test_what_json_cannot_hold_is_refused():
    """Half a surrogate cannot be stored, and says so."""
    with pytest.raises(StateError):
        pack(person.empty("\ud800"))


def test_a_search_of_the_format_before_is_any_custom_event():
    """Searches had no kind of their own: what lies there under their code is some custom event."""
    events = [Event("1", 1, "p", "x.other", product_id="a"), Event("2", 2, "p", "click", product_id="a")]
    state = person.fold(person.empty("p"), events)
    document = orjson.loads(pack(state))
    document[0], document[2], document[7][2] = 2, [*document[2][:8], document[2][-1]], [8, 2]

    assert unpack(orjson.dumps(document)) == state
