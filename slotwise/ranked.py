"""Ranked: the ranker's scores of what the touchpoints of one request take of their common pool, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from slotwise.gather import Pool
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.model import Model

Blocks = tuple[NDArray[np.float32], NDArray[np.float32]]
"""What the ranker read: a request row float32 (n_request,) and a match block float32 (m, n_match)."""


@dataclass(frozen=True)
class Ranked:
    """m candidates of one touchpoint, their scores float64 (m,), and what they were read from."""

    pool: Pool
    scores: NDArray[np.float64]
    blocks: Blocks


def ranked(
    model: Model, live: Live, matrices: Matrices, touchpoints: Sequence[str], places: Sequence[NDArray[np.intp]]
) -> list[Ranked]:
    """Return for each touchpoint the scores of the candidates that it takes, given by their places in the pool.

    Raises LookupError without trees.
    """
    trees = model.trees
    if trees is None:
        raise LookupError("the bundle has no ranker")
    taken = matrices.take(touchpoints, places)
    products, rows = model.product_masks(live).of(taken.pool.contents)
    scores = trees.score(trees.request_masks(taken.rows), products, taken.block, rows, taken.asked)
    parts = [slice(*ends) for ends in pairwise(taken.ends)]
    return [
        Ranked(taken.pool.part(part), scores[part], (row, taken.block[part]))
        for part, row in zip(parts, taken.rows, strict=True)
    ]
