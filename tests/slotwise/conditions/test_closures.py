"""Closures: what a condition says of facts, held against another implementation of CEL."""

import cel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.conditions.closures import compiled, truth_of
from slotwise.conditions.writing import write
from tests.slotwise.conditions.expressions import CONDITIONS, FACTS


def reference(text, facts):
    """What the library `cel` says: true, false, or unknown where it has an error."""
    known = {
        name.partition(".")[2]: sorted(each) if isinstance(each, frozenset) else each for name, each in facts.items()
    }
    try:
        found = cel.compile(text).execute(cel.Context({"m": known}))
    except Exception:
        return None
    return found if isinstance(found, bool) else None


@given(CONDITIONS, FACTS)
def test_the_same_as_another_implementation(tree, facts):
    """On any condition and any facts: true, false, and unknown where CEL has an error."""
    text = write(tree)

    assert Condition.of(text).truth(facts) is reference(text, facts), text


MIXED = st.one_of(st.booleans(), st.sampled_from([0.0, 1.0, -1.5]), st.sampled_from(["", "a"]))


@given(
    st.sampled_from(["x == {}", "{} != x", "x < {}", "x >= {}", "!(x == {})", "x in [{}, 1.0]", "x == {} || x == 1.0"]),
    st.sampled_from(["1.0", '"a"', "true", "null"]),
    MIXED,
)
def test_facts_of_another_kind(form, constant, value):
    """Values of different kinds are not equal and have no order, as in CEL; nothing is an error."""
    text = form.format(constant).replace("x", "m.x")
    if "null" in text and ("<" in text or ">" in text or "[" in text):
        return
    if constant == "true" and value in (True, False) and isinstance(value, bool) and ("<" in text or ">" in text):
        return
    tree = Condition.of(text) if "[" not in text or constant == "1.0" else None

    assert tree is None or tree.truth({"m.x": value}) is reference(text, {"m.x": value}), text


@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("a + 1 == 3", {"a": 2}, True),
        ("a / 2 == 1.5", {"a": 3}, True),
        ("a / b == 1.0", {"a": 3, "b": 0}, None),
        ("a % 2 == 1", {"a": -3}, False),
        ("7 / 2 == 3", {}, True),
        ("-7 % 3 == -1", {}, True),
        ("size(a) / 2 == 1", {"a": "abc"}, True),
        ("a * 2.5 > 1", {"a": 10**400}, None),
        ("a == true", {"a": 1}, False),
        ("a in [true]", {"a": 1}, False),
        ("a in b", {"a": True, "b": [1]}, False),
        ("a.contains(1)", {"a": [1, 2]}, True),
        ("a < b", {"a": True, "b": 2}, None),
        ("a", {"a": "yes"}, None),
    ],
)
def test_by_hand(text, facts, value):
    """Arithmetic, division by zero, numbers beyond any size, and truths that are no numbers."""
    if text == "a.contains(1)":
        tree = Condition.of({"field": "a", "op": "contains", "value": 1}).tree
    else:
        tree = Condition.of(text).tree

    assert truth_of(tree)(facts) is value


def test_numbers_of_numpy_are_numbers():
    """Facts may come from columns."""
    import numpy as np

    facts = {"a": np.int64(3), "b": np.float32(0.5), "c": np.bool_(True)}

    assert Condition.of("a > 2 && b == 0.5 && c == true && a in [3]").holds(facts)
    assert compiled(Condition.of("c").tree)(facts)
