"""Conditions: a small grammar, compiled once, that never raises on facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import compile_condition
from slotwise.errors import ConditionError


def leaf(field="a", op="==", value=1):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("op", "value", "true", "false"),
    [
        ("==", "x", "x", "y"),
        ("!=", "x", "y", "x"),
        ("<", 2, 1, 2),
        ("<=", 2, 2, 3),
        (">", 2, 3, 2),
        (">=", 2, 2, 1),
        ("in", ["x", "y"], "x", "z"),
        ("contains", "x", ["x", "z"], ["z"]),
        ("contains", "x", "text", "word"),
    ],
)
def test_operators(op, value, true, false):
    """Each operator means what it says."""
    holds = compile_condition(leaf("a", op, value))

    assert holds({"a": true})
    assert not holds({"a": false})


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">=", "in", "contains"])
def test_a_missing_fact_makes_a_leaf_false(op):
    """Also `!=`: of what is not known nothing is said."""
    assert not compile_condition(leaf("a", op, ["x"]))({})
    assert not compile_condition(leaf("a", op, ["x"]))({"a": None})


def test_trees():
    """all, any and not combine; an empty all holds, an empty any does not."""
    tree = {"all": [{"any": [leaf("a"), leaf("b")]}, {"not": leaf("c")}]}
    holds = compile_condition(tree)

    assert holds({"b": 1})
    assert not holds({"b": 1, "c": 1})
    assert compile_condition({"all": []})({})
    assert not compile_condition({"any": []})({})


WRONG = [
    {},
    [],
    "a == 1",
    None,
    {"field": "a", "op": "=", "value": 1},
    {"field": "a", "op": "=="},
    {"field": 1, "op": "==", "value": 1},
    {"field": "a", "op": ["=="], "value": 1},
    {"field": "a", "op": "in", "value": "text"},
    {"all": leaf()},
    {"any": "ab"},
    {"not": [leaf()]},
    {"all": [], "any": []},
    {"all": [None]},
]


@pytest.mark.parametrize("tree", WRONG)
def test_other_shapes_are_refused(tree):
    """What is not the grammar is an error with a code, when it is compiled."""
    with pytest.raises(ConditionError):
        compile_condition(tree)


def test_depth_is_bounded():
    """A tree too deep is refused, however deep it is."""
    tree = leaf()
    for _ in range(5000):
        tree = {"not": tree}
    with pytest.raises(ConditionError):
        compile_condition(tree)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.lists(st.integers(), max_size=2)
)


@given(st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "contains"]), VALUES, VALUES)
def test_no_fact_raises(op, wanted, value):
    """Facts and constants of different kinds do not compare: the leaf is false."""
    assert compile_condition(leaf("a", op, wanted))({"a": value}) in (True, False)
