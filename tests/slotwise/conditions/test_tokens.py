"""Tokens: words, numbers, texts and signs with their columns."""

import pytest

from slotwise.conditions.tokens import number, text_of, tokens
from slotwise.errors import ConditionError


def test_columns_count_from_one():
    """Spaces, lines and remarks are left out."""
    found = [(each.kind, each.text, each.at) for each in tokens("a\n && 'b' // why\n>= 1.5")]

    assert found == [
        ("word", "a", 1),
        ("sign", "&&", 4),
        ("text", "'b'", 7),
        ("sign", ">=", 18),
        ("number", "1.5", 21),
        ("end", "", 24),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r'"a\n\t\"\\"', 'a\n\t"\\'), (r"'\u00e4\U0001F600\x41\101'", "ä😀AA"), (r'r"a\nb"', "a\\nb"), (r"R'\'", "\\"),
        ('"汉字"', "汉字"), ('""', ""),
    ],
)  # fmt: skip
def test_escapes(source, text):
    """As in CEL, also none at all behind an r."""
    assert text_of(next(iter(tokens(source)))) == text


@pytest.mark.parametrize("source", [r'"\q"', r'"\ud800"', r'"\U00110000"', r'"\x4"'])
def test_unknown_escapes(source):
    """No escape, halves of surrogate pairs, and beyond Unicode."""
    with pytest.raises(ConditionError):
        text_of(next(iter(tokens(source))))


@pytest.mark.parametrize(("source", "value"), [("12", 12), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("0XfF", 255)])
def test_numbers(source, value):
    """Whole ones are integers, all others floats."""
    found = number(next(iter(tokens(source))))

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("source", ["'a", '"a\nb"', "#", "a $ b", "`a`", "\0", "ä"])
def test_what_is_no_token(source):
    """Open quotes, strange signs and letters outside of quotes."""
    with pytest.raises(ConditionError):
        list(tokens(source))
