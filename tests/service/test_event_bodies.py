"""An event's body is the same however it was written, and what cannot be stored is told before it is tried."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.careful_json import read
from service.event_bodies import body_of, digest_of, kept
from slotwise.errors import EventMalformedError, EventTooLargeError

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}, "context": {"b": 1, "a": "x"}}
LIMIT = 32_768


def digest(event):
    """The digest of an event."""
    return digest_of(event, body_of(event, LIMIT))


@given(st.dictionaries(st.text(alphabet="abc", max_size=3), st.integers() | st.text(alphabet="xy"), max_size=6))
def test_the_order_of_fields_says_nothing(event):
    """Two clients that write the same event in another order send the same event."""
    shuffled = list(event.items())
    random.Random(len(event)).shuffle(shuffled)
    event = {name: value if isinstance(value, str) else value % 2**60 for name, value in event.items()}

    assert digest(event) == digest({name: event[name] for name, _ in shuffled})
    assert len(digest(event)) == 16


def test_another_value_is_another_event():
    """Also deep inside."""
    assert digest(EVENT) != digest({**EVENT, "context": {"b": 2, "a": "x"}})


def test_when_it_was_sent_says_nothing():
    """A phone that tries again says another moment, and means the same event."""
    assert digest(EVENT) == digest({**EVENT, "sent_at": "2026-01-01T00:00:00Z"})


def test_an_event_has_a_size():
    """Counted in bytes of compact JSON in UTF-8."""
    with pytest.raises(EventTooLargeError):
        body_of({"a": "字" * 20}, 60)
    assert body_of({"a": "字" * 17}, 60)


@pytest.mark.parametrize(
    "text", ['{"a": NaN}', '{"a": "\\ud800"}', '{"a": 1, "a": 1}', '{"a": "\\u0000"}', '{"a":' * 300 + "1" + "}" * 300]
)
def test_what_cannot_be_stored_is_malformed(text):
    """NaN, half characters, repeated names, NUL, deep nesting."""
    with pytest.raises(EventMalformedError):
        body_of(read(text.encode()), LIMIT)


def test_a_backslash_is_no_nul():
    """The text \\u0000, written out, is fine."""
    assert body_of({"a": "\\u0000"}, LIMIT)


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": "\\ud800"}', '{"a": 1, "a": 1}', '{"a": 1}', "[]", '"x"', "1"])
def test_what_is_refused_is_kept_readable(text):
    """Whatever it was, what is kept is JSON."""
    assert json.loads(kept(read(text.encode()), LIMIT)) is not None


def test_what_is_kept_is_bounded():
    """Of an event that is too long the beginning is kept, which tells who sent it."""
    assert len(kept({"a": "x" * 100_000}, LIMIT)) == 2_048
    assert kept(EVENT, LIMIT) == json.dumps(EVENT, separators=(",", ":")).encode()
