"""Coarse: vectors in 8 bits, a quarter of what else is read to find out which may be among the best."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_WIDTH = 64
"""Levels of a vector lie in so many, as the kernel takes them, the last ones 0."""
_TOP = 127
_CHUNK = 16_384
"""Vectors worked on at once: bounds the memory beside the result."""


class Coarse(NamedTuple):
    """Vectors as levels int8 (n, a multiple of 64) times steps float32 (n,), NaN where a vector is not finite."""

    levels: NDArray[np.int8]
    steps: NDArray[np.float32]


def make_coarse(vectors: NDArray[Any]) -> Coarse:
    """Return the nearest levels of vectors float32 (n, d): 127 of them to the greatest entry of each."""
    size, length = vectors.shape
    levels = np.zeros((size, -(-length // _WIDTH) * _WIDTH), np.int8)
    steps = np.zeros(size, np.float32)
    for first in range(0, size, _CHUNK):
        part = vectors[first : first + _CHUNK]
        own = np.maximum(np.abs(part).max(axis=1, initial=0) / np.float32(_TOP), np.finfo(np.float32).tiny)
        own[~np.isfinite(own)] = np.nan
        levels[first : first + _CHUNK, :length] = np.rint(np.nan_to_num(part / own[:, None]))
        steps[first : first + _CHUNK] = own
    return Coarse(levels, steps)
