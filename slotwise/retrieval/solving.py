"""Solving: a small system of equations, without what `numpy.linalg.solve` does around it, which takes longer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_inner: Any = getattr(getattr(np.linalg, "_umath_linalg", None), "solve1", None)
"""What numpy itself calls; where a version of numpy has nothing of that name, its whole function serves."""


def solve(matrix: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return x of matrix (n, n) x = right (n,), float32, solved in double precision: the bits of `numpy.linalg.solve`.

    Raises numpy.linalg.LinAlgError where there is no single x.
    """
    if _inner is not None:
        found: NDArray[np.float32] = _inner(matrix, right, signature="dd->d").astype(np.float32)
        if found[0] == found[0]:
            return found
    return np.linalg.solve(matrix, right)
