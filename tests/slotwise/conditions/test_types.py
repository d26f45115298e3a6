"""Kinds: where a value of one kind stands and another is needed."""

import pytest

from slotwise.conditions.parsing import parse
from slotwise.conditions.types import kind, kinds_wrong

NAMES = {"n": "number", "t": "text", "b": "yes/no", "l": "list", "x": None}


@pytest.mark.parametrize(
    "text",
    ["n > 1", "t == 'a'", "b", "b == true", "'a' in l", "t in ['a']", "size(l) > 1 && size(t) > 1", "x == 1", "x in l",
     "t.contains('a')", "l.contains('a')", "(b ? n : 1) > 0", "-n < 1 || !b", "n == null", "x ? b : x"],
)  # fmt: skip
def test_what_fits(text):
    """Nothing is told."""
    assert list(kinds_wrong(parse(text), NAMES)) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [("t > 1", 5), ("n == 'a'", 6), ("n", 1), ("n && b", 1), ("!n", 2), ("-t < 1", 2), ("n in ['a']", 6), ("n in t", 6),
     ("n.startsWith('a')", 1), ("t.startsWith(1)", 14), ("size(n) > 1", 6), ("n ? b : b", 1), ("(b ? n : t) == 1", 10),
     ("t + 1 == 2", 1), ("l == 'a'", 1), ("b < l", 5), ("'a' in [1]", 8)],
)  # fmt: skip
def test_what_does_not(text, column):
    """The part and what is needed are told with the column."""
    found = next(kinds_wrong(parse(text), NAMES))

    assert (found.code, found.at) == ("type_wrong", column)


def test_kinds_of_parts():
    """Of what nothing is known, nothing is said."""
    assert kind(parse("x"), NAMES) is None
    assert kind(parse("x + 1"), NAMES) == "number"
    assert kind(parse("x ? t : x"), NAMES) == "text"
