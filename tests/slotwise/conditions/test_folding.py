"""Folding: constants are computed once, and nothing else changes."""

import pytest
from hypothesis import given

from slotwise.conditions import Condition
from slotwise.conditions.closures import truth_of
from slotwise.conditions.folding import folded
from slotwise.conditions.writing import write
from tests.slotwise.conditions.expressions import CONDITIONS, FACTS


@given(CONDITIONS, FACTS)
def test_the_meaning_stays(tree, facts):
    """Folded or not, a condition says the same of any facts."""
    assert truth_of(folded(tree))(facts) is truth_of(tree)(facts)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a > 60 * 60", "a > 3600"),
        ("a && 1 < 2", "a && true"),
        ("a == 1 && 1 < 2", "a == 1"),
        ("a && 1 > 2", "false"),
        ("true ? a : b", "a"),
        ("1 / 0 == 1", "1 / 0 == 1"),
        ('size("abc") == 3', "true"),
    ],
)
def test_what_is_constant_is_computed(source, text):
    """What is unknown whatever the facts stays as it is written."""
    assert write(folded(Condition.of(source).tree)) == text
