"""Small systems of equations are solved as numpy solves them, bit by bit."""

import numpy as np
import pytest

from slotwise.retrieval import solving


@pytest.mark.parametrize("size", [1, 2, 7, 40])
@pytest.mark.parametrize("by_name", [True, False])
def test_the_bits_of_numpy(size, by_name, monkeypatch):
    """With numpy's inner function and without it."""
    if not by_name:
        monkeypatch.setattr(solving, "_inner", None)
    random = np.random.default_rng(size)
    matrix = (random.normal(size=(size, size)) + 9 * np.eye(size)).astype(np.float32)
    right = random.normal(size=size).astype(np.float32)
    found = solving.solve(matrix, right)
    assert found.dtype == np.float32
    assert found.tobytes() == np.linalg.solve(matrix, right).tobytes()


def test_what_cannot_be_solved():
    """It raises what numpy raises."""
    with np.errstate(invalid="ignore"), pytest.raises(np.linalg.LinAlgError):
        solving.solve(np.zeros((2, 2), np.float32), np.ones(2, np.float32))
