"""Masks: what a condition says of columns is what it says of the facts of each row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Columns, Condition, Numbers, texts, truths
from slotwise.conditions.masks import mask
from slotwise.conditions.writing import write
from slotwise.errors import ConditionError
from tests.slotwise.conditions.expressions import CONDITIONS, FACTS, Rows


@given(CONDITIONS, st.lists(FACTS, max_size=6))
def test_the_same_as_row_by_row(tree, rows):
    """On any condition and any rows, with any fact missing."""
    condition = Condition.of(write(tree))

    assert condition.over(Rows(rows)).tolist() == [condition.holds(row) for row in rows]


class Some(Columns):
    """Columns by name."""

    def __init__(self, **columns):
        self.columns = columns

    def __len__(self):
        return 3

    def column(self, name):
        """A column, or none."""
        return self.columns.get(name)


SOME = Some(
    n=Numbers(np.array([0.0, 3.0, np.nan])), t=texts(["a", None, "b"]), u=texts(["a", "b", "c"]),
    b=truths(np.array([True, False, True])),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t == u", [True, False, False]),
        ("t != u", [False, False, True]),
        ("t < u", [False, False, True]),
        ('(b ? t : u) == "b"', [False, True, True]),
        ("(b ? n : 7.0) == 7.0", [False, True, False]),
        ("6 / n == 2", [False, True, False]),
        ("n % 2 == 1", [False, True, False]),
        ("n in [0, 3]", [True, True, False]),
        ("b in [false]", [False, True, False]),
        ("unknown == 1", [False, False, False]),
        ("!has(unknown)", [True, True, True]),
        ("t in unknown", [False, False, False]),
        ("n == t", [False, False, False]),
        ("n != t", [True, False, False]),
        ("(b ? n : unknown) == 0", [True, False, False]),
        ('(b ? t : unknown) == "a"', [True, False, False]),
        ("true", [True, True, True]),
    ],
)
def test_by_hand(text, expected):
    """Columns against columns, choices, missing columns and values of different kinds."""
    assert mask(Condition.of(text).tree, SOME).tolist() == expected


def test_a_choice_of_two_kinds_is_told():
    """Its branches cannot stand in one column."""
    with pytest.raises(ConditionError):
        Condition.of("(b ? n : t) == 1").over(SOME)
