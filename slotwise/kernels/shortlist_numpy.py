"""The best of several lists of scores by one sort of whole numbers; in plain numpy, the reference.

A key of 64 bits is the list's number, the score turned round so that greater scores sort first, and the code, which
breaks ties: one sort of keys, which numpy has in vector instructions, orders all lists at once.
"""

import numpy as np
from numpy.typing import NDArray


def pack(
    codes: NDArray[np.int32],
    scores: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    above: float,
    number: int,
    bits: int,
    keys: NDArray[np.uint64],
) -> int:
    """Fill in a key for each code with a finite score above a bound that is allowed; return how many.

    allowed: bool by code, empty for all. Codes take the lowest `bits`, the list's number stands above the score.
    """
    kept = (scores > np.float32(above)) & (scores < np.inf)
    if len(allowed):
        kept &= allowed[codes]
    # 0 is added because -0.0 and 0.0 are equal but have other bits.
    raw = (scores[kept] + np.float32(0)).view(np.uint32)
    turned = np.where(raw >> 31 == 1, raw, ~raw & np.uint32(0x7FFFFFFF)).astype(np.uint64)
    count = len(turned)
    keys[:count] = np.uint64(number) << np.uint64(32 + bits) | turned << np.uint64(bits) | codes[kept].astype(np.uint64)
    return count


def unpack(keys: NDArray[np.uint64], bits: int, k: int, counts: NDArray[np.int64], codes: NDArray[np.int32]) -> int:
    """Fill in the codes of the first k keys of each list, and how many each list has; return how many in all."""
    numbers = (keys >> np.uint64(32 + bits)).astype(np.int64)
    sizes = np.bincount(numbers, minlength=len(counts))
    place = np.arange(len(keys)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found = keys[place < k] & np.uint64((1 << bits) - 1)
    counts[:] = np.minimum(sizes, k)
    codes[: len(found)] = found
    return len(found)


def pick(
    scores: NDArray[np.float32],
    least: float,
    above: float,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    allowed: NDArray[np.bool_],
    codes: NDArray[np.int32],
    found: NDArray[np.float32],
) -> int:
    """Fill in the codes with a finite score from `least` on, above a bound, that are allowed; return how many.

    The scores are those of the parts order[begins[p] : ends[p]], one after the other; without an order of the codes
    from begins[p] to ends[p] themselves.
    """
    parts = [np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)]
    every = np.concatenate([np.zeros(0, np.int64), *parts])
    every = order[every] if len(order) else every
    kept = (scores >= np.float32(least)) & (scores > np.float32(above)) & (scores < np.inf)
    if len(allowed):
        kept &= allowed[every]
    count = int(np.count_nonzero(kept))
    codes[:count], found[:count] = every[kept], scores[kept]
    return count


def promising(
    scores: NDArray[np.float32], start: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> int:
    """Fill in from where to where the lists with the greatest scores go, as many as there is room for; return how many.

    List l goes from start[l] to start[l + 1]. Only finite scores count; ties go to the lower list.
    """
    finite = np.isfinite(scores).nonzero()[0]
    best = finite[np.argsort(-scores[finite], kind="stable")][: len(begins)]
    begins[: len(best)], ends[: len(best)] = start[best], start[best + 1]
    return len(best)
