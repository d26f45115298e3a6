"""Drawing: the seats of a page; what is drawn is held to the plain way in `test_page`."""

import numpy as np

from slotwise.drawing import seats


def test_seats_stand_one_after_the_other():
    """Each touchpoint begins where the one before ends; who takes chances takes a number more than slots."""
    found = seats((3, 2, 4), ((0.1, 1.0, 0.05), (0.0, 0.0, 0.0), (1.0, 2.0, 0.0)))
    assert found.begins == [0, 3, 5, 9]
    assert found.plan.tolist() == [[0, 3, 5, 9], [0, -1, 4, -1]]
    assert found.numbers == 4 + 5
    assert found.odds.tolist() == [[0.1, 0.0, 1.0], [1.0, 0.0, 2.0], [0.05, 0.0, 0.0]]
    assert found.odds.flags.c_contiguous
    assert found.plan.dtype == np.int64
