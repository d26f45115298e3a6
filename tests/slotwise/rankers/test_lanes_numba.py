"""Lanes: what stands in vectors is what stands in each of their lanes."""

import numpy as np
from numba import njit

from slotwise.rankers.lanes_numba import LANES, SQUARE, fetch, lowest_bit, take_steps, turn


@njit
def _take(own, tree, seen, start, column, edge, keep):
    take_steps(own, tree, seen, start, column, edge, keep)


@njit
def _turned(own, tree, lane, requests, request_rows, products, rows):
    turn(own, tree, lane, requests, request_rows, products, rows)


@njit
def _fetched(masks, entry):
    fetch(masks, entry)


@njit
def _lowest(mask):
    return lowest_bit(mask)


def test_a_step_is_taken_in_its_lanes_only() -> None:
    """Where the value is greater than the edge; a missing one takes those of the second kind. Other trees stay."""
    seen = np.stack([np.arange(LANES), np.full(LANES, np.nan)]).astype(np.float32)
    own = np.full((2, LANES), 0b1111, np.uint32)
    start, column = np.array([0, 0, 0, 2, 4]), np.array([0, 1, 0, 1])
    edge, keep = np.array([9.0, 0.0, 20.0, np.inf], np.float32), np.array([0b0111, 0, 0b1101, 0b1110], np.uint32)
    _take(own, 1, seen, start, column, edge, keep)
    assert (own[0] == 0b1111).all()
    lanes = np.arange(LANES)
    assert np.array_equal(own[1], np.where(lanes > 20, 0b0100, np.where(lanes > 9, 0b0110, 0b1110)))


def test_a_square_is_turned() -> None:
    """Each candidate's masks of request and product, joined, at its lane."""
    random = np.random.default_rng(3)
    requests, products = (random.integers(0, 2**32, (many, 37), dtype=np.uint32) for many in (3, 50))
    request_rows, rows = random.integers(0, 3, LANES), random.integers(0, 50, LANES)
    own = np.zeros((37, LANES), np.uint32)
    _turned(own, 21, 32, requests, request_rows, products, rows)
    expected = np.zeros_like(own)
    expected[21 : 21 + SQUARE, 32 : 32 + SQUARE] = (requests[request_rows] & products[rows]).T[21:37, 32:48]
    assert np.array_equal(own, expected)


def test_the_lowest_bit() -> None:
    """Its place, and 32 where there is none."""
    assert [_lowest(np.uint32(each)) for each in (1, 0b1100, 2**31, 0)] == [0, 2, 31, 32]


def test_what_is_fetched_stays_as_it_is() -> None:
    """To have something read ahead changes nothing."""
    masks = np.arange(40, dtype=np.uint32).reshape(4, 10)
    _fetched(masks, 17)
    assert masks.ravel().tolist() == list(range(40))
