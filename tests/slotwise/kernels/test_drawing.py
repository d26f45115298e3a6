"""The parts of drawing slot by slot; all of them together are held to the plain form in `test_limited_numba`."""

import numpy as np
from numba import njit

from slotwise.kernels import limited_numpy
from slotwise.kernels.drawing import best_open, picked


def test_luck_falls_on_who_has_a_share():
    """As in the plain form, for shares with nothing between them and luck at both ends."""
    shares, of = np.array([0.0, 0.25, 0.0, 0.5, 0.25, 0.0]), njit(lambda shares, luck: picked(shares, luck))
    for luck in (0.0, 0.2, 0.25, 0.6, 0.75, 1 - 1e-16):
        assert of(shares, luck) == limited_numpy.picked(shares, luck)


def test_the_best_open_one():
    """Among equals the first; -1 where nothing is open."""
    scores, of = np.array([1.0, 3.0, 3.0, 2.0]), njit(lambda scores, open_: best_open(scores, open_))
    assert of(scores, np.array([True, True, True, True])) == 1
    assert of(scores, np.array([True, False, False, True])) == 3
    assert of(scores, np.zeros(4, np.bool_)) == -1
