"""Rule trees: what a rule builder writes as JSON says the same as CEL, and comes out again."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.conditions.rule_tree import write_tree
from slotwise.conditions.writing import write
from slotwise.errors import ConditionError
from tests.slotwise.conditions.expressions import CONDITIONS, FACTS


def leaf(field="a", op="==", value=1):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (leaf(), "a == 1"),
        (leaf("a.b c", "in", ["x"]), 'a["b c"] in ["x"]'),
        (leaf("tags", "contains", "t"), 'tags.contains("t")'),
        ({"all": [leaf(), {"any": [leaf("b"), leaf("c")]}]}, "a == 1 && (b == 1 || c == 1)"),
        ({"not": {"has": "a"}}, "!has(a)"),
        ({"call": "times", "with": ["leave", "", 7], "op": ">=", "value": 2}, 'times("leave", "", 7) >= 2'),
        ({"call": "audience", "with": ["x"]}, 'audience("x")'),
        ({"all": []}, "true"),
        ({"any": []}, "false"),
        ({"all": [leaf()]}, "a == 1"),
    ],
)
def test_trees_are_conditions(tree, text):
    """Leaves, calls, has, all, any, not; an empty all holds, an empty any does not."""
    condition = Condition.of(tree)

    assert condition.text == text
    assert condition.to_json() == tree
    assert Condition.of(condition.to_tree()).text == text


@given(CONDITIONS, FACTS)
def test_what_can_be_told_as_a_tree_means_the_same(tree, facts):
    """A condition that has a rule tree is that rule tree."""
    told = write_tree(tree)
    if told is not None:
        assert Condition.of(told).truth(facts) is Condition.of(write(tree)).truth(facts)


def test_what_no_rule_builder_shows():
    """Arithmetic and choices have no rule tree."""
    assert Condition.of("a + 1 > b").to_tree() is None
    assert Condition.of("a || (b ? c : d)").to_tree() is None


@pytest.mark.parametrize(
    ("tree", "pointer"),
    [
        ({}, ""), ([], ""), (None, ""), (leaf(op="="), "/op"), (leaf(op=["=="]), "/op"), (leaf(1), "/field"),
        ({"field": "a", "op": "=="}, ""), (leaf(op="in", value="text"), "/value"), (leaf(value=None), "/value"),
        (leaf(value=[1]), "/value"), (leaf(value=float("nan")), "/value"), ({"all": leaf()}, "/all"),
        ({"any": "ab"}, "/any"), ({"not": [leaf()]}, "/not"), ({"all": [], "any": []}, ""), ({"all": [None]}, "/all/0"),
        ({"all": [leaf(), {"not": leaf("")}]}, "/all/1/not/field"), (leaf("a..b"), "/field"),
        ({"call": "sleep", "with": []}, "/call"), ({"call": "times", "with": ["leave"]}, "/with"),
        (leaf(op="in", value=[1, None]), "/value/1"), ({"has": 1}, "/has"),
    ],
)  # fmt: skip
def test_other_shapes_are_refused(tree, pointer):
    """With a pointer to what is wrong."""
    with pytest.raises(ConditionError) as error:
        Condition.of(tree)

    assert error.value.pointer == pointer


KEYS = st.sampled_from(["all", "any", "not", "field", "op", "value", "has", "call", "with"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=8)


@given(JSON)
def test_no_document_breaks_the_reader(tree):
    """Any JSON is a condition or a ConditionError."""
    with suppress(ConditionError):
        Condition.of(tree).holds({})
