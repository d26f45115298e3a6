"""Vectors as factors of a real log lie, and lists of them."""

import numpy as np
from numpy.typing import NDArray

from slotwise.retrieval.lists import Lists, make_lists


def popular_vectors(count: int, length: int = 16) -> NDArray[np.float32]:
    """Vectors of 20 tastes whose lengths fall as popularity does."""
    random = np.random.default_rng(3)
    points = random.normal(size=(20, length))[random.integers(0, 20, count)] + random.normal(size=(count, length))
    return (points / (random.permutation(count) + 10.0)[:, None] ** 0.4).astype(np.float32)


def lists(vectors: NDArray[np.float32]) -> Lists:
    """Lists whatever the size."""
    made = make_lists(vectors, exact=0)
    assert made is not None
    return made
