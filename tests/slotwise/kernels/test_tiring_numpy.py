"""The plain count of what was shown, against answers written by hand."""

import numpy as np

from slotwise.kernels.tiring_numpy import tired


def test_tired() -> None:
    """Contents of one product count together, from a moment on; what was dismissed is no showing, and rests."""
    product, out = np.array([7, 7, 8, 9], np.int32), np.empty(6, np.int32)
    shown, times = np.array([0, 1, 2, 2, 3, 2], np.int32), np.array([5, 6, 1, 6, 7, 8])
    dismissed = np.array([False, False, False, False, True, True])
    assert out[: tired(product, shown, times, dismissed, 5.0, 9.0, 2, out)].tolist() == [7]
    assert out[: tired(product, shown, times, dismissed, 1.0, 7.5, 2, out)].tolist() == [7, 8, 8]
    assert out[: tired(product, shown, times, dismissed, 6.0, 7.0, 2, out)].tolist() == [9, 8]
