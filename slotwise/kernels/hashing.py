"""A small hash table over product codes, as a part of the compiled kernels: open addressing, number by key."""

import numpy as np

from slotwise.kernels.machine_code import part


@part
def make_table(count):  # type: ignore[no-untyped-def]
    """A table for so many keys: int32 (2, a power of two), key and number by place, number -1 where it is empty."""
    size = 8
    while size < 2 * count:
        size *= 2
    table = np.empty((2, size), np.int32)
    table[1, :] = -1
    return table


@part
def find_place(table, key):  # type: ignore[no-untyped-def]
    """The place at which a key stands, or may be put."""
    last = table.shape[1] - 1
    place = ((np.int64(key) * 2654435769) >> 12) & last
    while table[1, place] >= 0 and table[0, place] != key:
        place = (place + 1) & last
    return place


@part
def number_of(table, key, count):  # type: ignore[no-untyped-def]
    """The number of a key, which is `count` for one that comes up for the first time."""
    place = find_place(table, key)
    if table[1, place] < 0:
        table[0, place] = key
        table[1, place] = count
    return table[1, place]


@part
def number_all(table, keys, numbers):  # type: ignore[no-untyped-def]
    """Number the different keys in the order in which they come up, in `numbers`; return how many there are."""
    count = 0
    for j in range(len(keys)):
        numbers[j] = number_of(table, keys[j], count)
        count = max(count, numbers[j] + 1)
    return count
