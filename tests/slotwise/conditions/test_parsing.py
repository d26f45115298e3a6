"""Parsing: a subset of CEL, and everything else refused with the column."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.conditions.parsing import parse
from slotwise.conditions.tree import Binary, Choice, Joined, Listed, Literal, Method, Name, Unary
from slotwise.errors import ConditionError


def test_precedence_is_that_of_cel():
    """Choice, or, and, comparison, sum, product, unary, member."""
    tree = parse("a || b && c + d * -e < 2 ? x : y")

    assert isinstance(tree, Choice)
    assert isinstance(tree.test, Joined)
    assert tree.test.parts[1].parts[1] == Binary(
        "<", Binary("+", Name("c"), Binary("*", Name("d"), Unary("-", Name("e")))), Literal(2)
    )


def test_literals_and_names():
    """Numbers, texts, truths, null, lists, fields by dots and in brackets."""
    assert parse("a.b['c d'] == -1.5e3") == Binary("==", Name("a.b.c d"), Literal(-1500.0))
    assert parse("a in [1, 'x', true,]") == Binary("in", Name("a"), Listed((1, "x", True)))
    assert parse("a != null") == Binary("!=", Name("a"), Literal(None))
    assert parse("a.size() == 0x1F") == Binary("==", Method("size", Name("a")), Literal(31))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1), ("a ==", 5), ("a = 1", 3), ("a & b", 3), ("a and b", 3), ("a == 1 b", 8), ("a.1 == 2", 2),
        ("a.b(1)", 3), ("a[b] == 1", 3), ("a[1] == 1", 3), ("[1, b] == a", 5), ("a in [1, null]", 10), ("a ? b", 6),
        ("has(a.b == 1)", 1), ("size(a, b) == 1", 1), ('a.startsWith() ', 3), ("a.exists(x, x)", 3), ("in a", 1),
        ("a == 'x", 6), ("a == 9223372036854775808", 6), ("a == 1e999", 6), ("a == '\\q'", 7), ("not a", 1),
        ("a || ", 6), ("(a", 3), ("a)", 2), ("1.a == 2", 3), ("'x'.y == 2", 5), ("a == #", 6), ("a.true", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_column(text, column):
    """Every error names the place; the column counts from 1."""
    with pytest.raises(ConditionError) as error:
        Condition.of(text)

    assert error.value.column == column
    assert f"column {column}" in error.value.detail


def test_who_writes_another_language_is_helped():
    """`and`, `=` and `True` come with what is meant."""
    for text, hint in (("a and b", "&&"), ("a = 1", "=="), ("True", "true"), ("not a", "!")):
        with pytest.raises(ConditionError) as error:
            Condition.of(text)
        assert hint in error.value.hint


@given(st.text(max_size=60) | st.text("ab.()[]!&|=<>+-*/%?:,\"'\\ 1e\n", max_size=60))
def test_no_text_breaks_the_parser(text):
    """Any text is a condition or a ConditionError."""
    with suppress(ConditionError):
        Condition.of(text).holds({})
