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
    places: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    allowed: NDArray[np.bool_],
    codes: NDArray[np.int32],
    found: NDArray[np.float32],
) -> int:
    """Fill in the codes at some rising places of the parts, as far as they are allowed, and scores; return how many.

    The parts order[begins[p] : ends[p]] stand one after the other, and so do their scores.
    """
    every = np.concatenate([order[:0], *(order[begin:end] for begin, end in zip(begins, ends, strict=True))])
    kept = places[allowed[every[places]]] if len(allowed) else places
    codes[: len(kept)], found[: len(kept)] = every[kept], scores[kept]
    return len(kept)
