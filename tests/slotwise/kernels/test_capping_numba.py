"""The compiled caps are those of the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import capping_numpy
from tests.slotwise.kernels.capping import PRODUCT, closing

capping_numba = pytest.importorskip("slotwise.kernels.capping_numba")
hours = st.integers(40, 99)
shown = st.lists(st.tuples(st.integers(0, 5), hours, st.integers(0, 1), st.integers(-1, 2)), max_size=12)
history = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), hours, st.integers(-1, 2)), max_size=12)
rule = st.tuples(
    st.integers(0, 4), st.integers(1, 60), st.integers(0, 4), st.integers(0, 40), st.integers(0, 2)
).map(list)  # fmt: skip
mask = st.lists(st.booleans(), min_size=len(PRODUCT), max_size=len(PRODUCT))


@given(shown=shown, history=history, caps=st.lists(st.tuples(rule, mask), max_size=5))
def test_both_forms_agree(shown, history, caps):
    """Any past, rules and masks, also without any; and how long it stays so."""
    seen, past = sorted(shown, key=lambda each: each[1]), sorted(history, key=lambda each: each[2])
    rules, masks = [each for each, _ in caps], [each for _, each in caps] or None

    assert closing(capping_numba, seen, past, rules, masks) == closing(capping_numpy, seen, past, rules, masks)
