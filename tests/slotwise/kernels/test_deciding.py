"""What decides tags: a ring for each, as large as its threshold."""

import numpy as np
import pytest

pytest.importorskip("numba")

from slotwise.kernels.deciding import rings


def test_rings_stand_one_after_the_other():
    """The last place is where all of them end."""
    rules = np.array([[1, 1, 0, 0], [1, 3, 0, 0], [1, 2, 0, 0]], np.int64)

    assert rings(rules).tolist() == [0, 1, 4, 6]
    assert rings(rules[:0]).tolist() == [0]
