"""The order of a union by votes, as a part of the compiled kernels: nearly sorted by counting, then by insertion."""

import numpy as np

from slotwise.kernels.machine_code import part

_BUCKETS, _STEPS, _LEAST = 1024, 6, 1011
"""How many groups, into how many bits a doubling is divided, and the exponent of the lowest doubling: 2^-12."""


@part
def order_by_votes(votes, products, order):  # type: ignore[no-untyped-def]
    """Fill in the places of the votes, float64 from 0 on, by falling vote; of equal ones the lower product first."""
    raw, ends = votes.view(np.int64), np.zeros(_BUCKETS + 1, np.int32)
    for i in range(len(votes)):
        ends[_bucket(raw[i]) + 1] += 1
    for bucket in range(_BUCKETS):
        ends[bucket + 1] += ends[bucket]
    for i in range(len(votes)):
        bucket = _bucket(raw[i])
        order[ends[bucket]] = i
        ends[bucket] += 1
    for i in range(1, len(votes)):
        own, place = order[i], i
        while place > 0 and _is_before(votes, products, own, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = own


@part
def _bucket(raw):  # type: ignore[no-untyped-def]
    """The group of a vote by the bits of its number, the greatest first."""
    return _BUCKETS - 1 - min(max((raw >> (52 - _STEPS)) - (_LEAST << _STEPS), 0), _BUCKETS - 1)


@part
def _is_before(votes, products, one, other):  # type: ignore[no-untyped-def]
    return votes[one] > votes[other] or (votes[one] == votes[other] and products[one] < products[other])
