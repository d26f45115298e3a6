"""Events as rows: what goes in comes out."""

from hypothesis import given
from hypothesis import strategies as st

from service.stores.event_rows import COLUMNS, FIELDS, to_event, to_row, to_stored
from service.stores.new_events import Attributed, NewEvent
from slotwise.events import CONSENT, Consent, Event

TEXT = st.none() | st.text(st.characters(codec="utf-8"), max_size=5)
EVENTS = st.builds(
    Event,
    st.just("e"),
    st.integers(0, 2**45),
    st.just("p"),
    st.sampled_from(["click", "x.y"]),
    *[TEXT] * 3,
    st.none() | st.integers(0, 100),
    *[TEXT] * 3,
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=3),
        st.integers(-(2**53), 2**53) | st.text("ab"),
        max_size=3,
    ),
    st.none(),
)


def read(row):
    """The columns that are read, of a row that was written, with its place first."""
    return (7, *row[: len(FIELDS)], *row[len(FIELDS) : len(FIELDS) + 2])


@given(EVENTS)
def test_an_event_comes_back(event):
    """Whatever its fields are."""
    row = to_row(NewEvent(event, 9), False)

    assert len(row) == len(COLUMNS)
    assert to_event(read(row)) == event
    assert to_stored(read(row)).seq == 7


def test_a_consent_comes_back():
    """It stands in the properties."""
    event = Event("e", 1, "p", CONSENT, consent=Consent(False, ("age", "city")))

    assert to_event(read(to_row(NewEvent(event, 9), False))) == event


def test_what_the_engine_does_not_read_is_stored_too():
    """Digest, skew, attribution, repeats and identities, in the columns' order."""
    new = NewEvent(Event("e", 1, "p", "click"), 9, {"a": 1}, b"d" * 16, -5, Attributed.TOKEN, {"phone": "139"})
    row = dict(zip(COLUMNS, to_row(new, True), strict=True))

    assert (row["received_at"], row["digest"], row["skew_ms"]) == (9, b"d" * 16, -5)
    assert (row["attributed"], row["repeated"]) == ("token", 1)
    assert (row["properties"], row["identities"]) == ('{"a":1}', '{"phone":"139"}')
