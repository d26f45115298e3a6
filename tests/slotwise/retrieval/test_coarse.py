"""Coarse vectors: no entry is off by more than half of its vector's step."""

import numpy as np

from slotwise.retrieval.coarse import make_coarse


def test_no_entry_is_off_by_more_than_half_a_step() -> None:
    """Levels times steps are the vectors, up to half a step; what fills up the width is 0."""
    vectors = np.random.default_rng(1).normal(size=(500, 70)).astype(np.float32)
    vectors[7] = 0
    levels, steps = make_coarse(vectors)
    assert levels.shape == (500, 128)
    assert not levels[:, 70:].any()
    off = np.abs(levels[:, :70] * steps[:, None].astype(np.float64) - vectors)
    assert (off <= 0.5001 * steps[:, None]).all()


def test_a_vector_that_is_not_finite_has_no_step() -> None:
    """Its step is missing, and no other's."""
    vectors = np.ones((3, 8), np.float32)
    vectors[0, 3], vectors[2, 1] = np.nan, np.inf
    assert np.isnan(make_coarse(vectors).steps).tolist() == [True, False, True]
