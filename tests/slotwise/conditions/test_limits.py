"""Limits: whatever is written, reading and asking it takes no time."""

import pytest

from slotwise.conditions import Condition
from slotwise.conditions.limits import CHARACTERS, DEPTH, ITEMS, Budget
from slotwise.errors import ConditionTooLargeError


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000, "a == 1 && " * 300 + "a", "(" * 60 + "a" + ")" * 60, "!" * 200 + "a", "-" * 200 + "a < 1",
        "a ? b : " * 100 + "c", "a" + " || a" * 500, "a in [" + "1," * 1_500 + "]",
        '"' + "\\n" * 3_000 + '" == a',
    ],
)  # fmt: skip
def test_bombs_are_refused(text):
    """Length, depth and number of parts are limited."""
    with pytest.raises(ConditionTooLargeError):
        Condition.of(text)


def test_what_is_within_the_limits_is_read():
    """The limits are far above what a person writes."""
    text = " && ".join(f"person.a{place} == {place}" for place in range(40))

    assert len(text) < CHARACTERS
    assert len(Condition.of(text).names) == 40
    assert Condition.of("(" * (DEPTH - 1) + "a" + ")" * (DEPTH - 1)).names == {"a"}


def test_a_rule_tree_is_limited_too():
    """Depth, number of leaves, lists and texts of JSON."""
    leaf = {"field": "a", "op": "==", "value": 1}
    deep = leaf
    for _ in range(DEPTH + 1):
        deep = {"not": deep}
    for tree in (
        deep,
        {"all": [leaf] * 500},
        {"field": "a", "op": "in", "value": list(range(ITEMS + 1))},
        {"field": "a", "op": "==", "value": "x" * (CHARACTERS + 1)},
        {"field": "a" * (CHARACTERS + 1), "op": "==", "value": 1},
    ):
        with pytest.raises(ConditionTooLargeError):
            Condition.of(tree)


def test_depth_comes_up_again():
    """What stands beside each other is not deep."""
    budget = Budget()
    for _ in range(DEPTH * 2):
        with budget:
            pass
    assert budget.depth == 0
