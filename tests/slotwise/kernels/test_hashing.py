"""The hash table of the kernels gives every key one number, in the order in which keys come up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from slotwise.kernels import hashing

KEYS = st.lists(st.integers(0, 2**31 - 1) | st.integers(0, 5) | st.just(2**31 - 1), max_size=200)


def numbered(keys: list[int], room: int) -> tuple[int, list[int]]:
    """How many different keys there are, and the number of each."""
    numbers = np.zeros(len(keys), np.int32)
    count = hashing.number_all(hashing.make_table(room), np.array(keys, np.int32), numbers)
    return count, numbers.tolist()


@given(keys=KEYS)
def test_keys_are_numbered_as_they_come_up(keys: list[int]) -> None:
    """The numbers are those of a dict that is filled in the same order, however the keys collide."""
    expected: dict[int, int] = {}
    numbers = [expected.setdefault(key, len(expected)) for key in keys]
    assert numbered(keys, len(keys)) == (len(expected), numbers)


def test_a_table_is_at_most_half_full() -> None:
    """A search ends, because there is always an empty place; a table for nothing can still be asked."""
    for count in (0, 1, 4, 5, 1_000):
        table = hashing.make_table(count)
        assert table.shape[1] >= max(2 * count, 8)
        assert (table[1] == -1).all()


def test_a_key_is_found_from_within_a_kernel() -> None:
    """The parts are there for compiled callers: a key that was put is found, another one's place is empty."""

    @njit
    def put_and_find(key: int, other: int) -> tuple[int, int]:
        table = hashing.make_table(2)
        hashing.number_of(table, key, 0)
        return table[1, hashing.find_place(table, key)], table[1, hashing.find_place(table, other)]

    assert put_and_find(7, 8) == (0, -1)
