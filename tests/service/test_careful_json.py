"""Careful JSON reads what the strict reader reads, the same way, and names what the strict one would refuse."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.careful_json import Repeated, Unfit, flaw, read

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(DOCUMENTS)
def test_it_reads_as_the_strict_reader_does(document):
    """What is good JSON is the same to both, also numbers beyond 64 bits."""
    body = json.dumps(document).encode()

    assert read(body) == orjson.loads(body)


@given(DOCUMENTS)
def test_only_nul_is_a_flaw_of_good_json(document):
    """A document that the strict reader took is without flaw, unless it holds a NUL."""
    text = json.dumps(document)

    assert (flaw(orjson.loads(text)) != "") == ("\\u0000" in text.replace("\\\\", ""))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"a": NaN}', "NaN"),
        (b'{"a": [-Infinity]}', "-Infinity"),
        (b'{"a": 1e999}', "1e999"),
        (b"[1" + b"0" * 400 + b"]", "1000"),
        (b'{"a": "\\ud83d"}', "surrogate"),
        (b'{"\\udc00": 1}', "surrogate"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'[{"b": {"a": 1, "a": 1}}]', "twice"),
        (b'["\\u0000"]', "NUL"),
    ],
)
def test_a_flaw_is_named(body, says):
    """Numbers that are none, half characters, names that stand twice, NUL."""
    assert says in flaw(read(body))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"a": "\xc3\x28"}', b"[1,]", b'"\n"', b"[" * 5_000, b"[" * 100_000 + b"]" * 100_000]
)
def test_what_is_no_json_is_refused(body):
    """Broken, of another encoding, or nested without end: a ValueError and nothing else."""
    with pytest.raises(ValueError):
        read(body)


def test_what_was_repeated_can_still_be_read():
    """The last value holds, so that the event that is refused can be named."""
    found = read(b'{"event_id": "a", "event_id": "b"}')

    assert isinstance(found, Repeated)
    assert found["event_id"] == "b"


def test_a_number_that_is_none_keeps_its_text():
    """It can be told as it was sent."""
    assert str(Unfit("NaN")) == "NaN"
