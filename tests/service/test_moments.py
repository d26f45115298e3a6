"""RFC 3339 texts and milliseconds, without losing one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.moments import to_ms, to_text


@given(st.integers(0, 4_102_444_800_000))
def test_a_moment_survives_being_written(milliseconds):
    """Milliseconds come back exactly."""
    assert to_ms(to_text(milliseconds)) == milliseconds


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t08:00:00.001+08:00", 1),
        ("1970-01-01 00:00:00.999999999z", 999),
        ("2026-02-29T00:00:00Z", None),
        ("2026-01-01T24:00:01Z", None),
        ("2026-01-01T00:00:00", None),
        ("2026-01-01", None),
        ("٢٠٢٦-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_what_is_no_moment_is_none(text, milliseconds):
    """A time zone is needed; what cannot be is not guessed."""
    assert to_ms(text) == milliseconds
