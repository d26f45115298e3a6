"""The order of a union: by votes, then by product."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slotwise.kernels.ordering import order_by_votes

VOTES = st.one_of(
    st.sampled_from([0.0, 1 / 11, 1 / 12, 1 / 11 + 1 / 12, 1e-300, 5e4, 1e300]), st.floats(0, 1), st.floats(1e-3, 2e-3)
)


@given(votes=arrays(np.float64, st.integers(0, 60), elements=VOTES))
def test_it_is_that_of_a_sort(votes):
    """Greatest vote first, equal ones by the lower product, whatever the votes."""
    products = np.random.default_rng(len(votes)).permutation(60)[: len(votes)].astype(np.int32)
    order = np.zeros(60, np.int32)
    order_by_votes(votes, products, order)
    assert order[: len(votes)].tolist() == np.lexsort((products, -votes)).tolist()
