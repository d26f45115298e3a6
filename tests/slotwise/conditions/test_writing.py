"""Writing: the canonical text parses to the very same tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions.parsing import parse
from slotwise.conditions.tree import Binary, Literal, Name, walk
from slotwise.conditions.writing import quoted, write
from tests.slotwise.conditions.expressions import CONDITIONS


@given(CONDITIONS)
def test_what_is_written_is_read_again(tree):
    """Any tree, with the least of parentheses."""
    assert write(parse(write(tree))) == write(tree)
    assert parse(write(tree)) == parse(write(parse(write(tree))))


@given(st.text(max_size=20))
def test_any_text_is_a_literal(text):
    """Quotes, control characters and any script."""
    if any("\ud800" <= each <= "\udfff" for each in text):
        return
    assert parse(f"a == {quoted(text)}") == Binary("==", Name("a"), Literal(text))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a&&(b||c)&&!d", "a && (b || c) && !d"),
        ("((a))", "a"),
        ("(a && b) && c", "a && b && c"),
        ("a-(b-c)==1", "a - (b - c) == 1"),
        ("-(-(a)) < 1", "-(-a) < 1"),
        ("a['b c'].d == 1", 'a["b c"].d == 1'),
        ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"),
        ("a.size() == 1", "size(a) == 1"),
        ("a in ['x',]", 'a in ["x"]'),
    ],
)
def test_canonical_forms(source, text):
    """One form for what is the same."""
    assert write(parse(source)) == text
    assert list(walk(parse(text))) == list(walk(parse(source)))
