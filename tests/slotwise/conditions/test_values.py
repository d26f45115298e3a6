"""Values: operations that never raise; what cannot be said is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import values

ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=2), st.lists(st.integers(), max_size=2),
    st.binary(max_size=2), st.dictionaries(st.text(max_size=1), st.integers(), max_size=1),
)  # fmt: skip


@given(ANY, ANY)
def test_nothing_raises(one, other):
    """Whatever the values are, a relation is true, false or unknown, and arithmetic a number or unknown."""
    for op in ("==", "!=", "<", "<=", ">", ">=", "in"):
        assert values.relation(op)(one, other) in (True, False, None)
    for op in "+-*/%":
        for whole in (False, isinstance(one, int) and isinstance(other, int)):
            assert values.kind(values.arithmetic(op, whole)(one, other)) in ("number", None)
    for method in values.METHODS.values():
        assert method(one, other) in (True, False, None)
    assert values.truth(one) in (True, False, None)
    assert values.kind(values.negative(one)) in ("number", None)
    assert values.size(one) is None or values.size(one) >= 0


@given(ANY, ANY)
def test_the_opposite_of_equal(one, other):
    """Unknown stays unknown."""
    same, other_way = values.equal(one, other), values.unequal(one, other)

    assert (same is None) == (other_way is None)
    assert same is None or same is not other_way


@pytest.mark.parametrize(
    ("op", "left", "right", "value"),
    [
        ("/", 7, 2, 3),
        ("/", -7, 2, -3),
        ("%", -7, 2, -1),
        ("/", 1, 0, None),
        ("*", 2**62, 2, None),
        ("-", -(2**63), 1, None),
    ],
)
def test_integers_are_those_of_cel(op, left, right, value):
    """Cut off towards zero, and unknown beyond 64 bits."""
    assert values.arithmetic(op, True)(left, right) == value
