"""Ranked: the ranker's scores of what the touchpoints of one request take of their common pool, all at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.gather import Pool
from slotwise.live import Live
from slotwise.matrices import Matrices, Taking
from slotwise.model import Model

Blocks = tuple[NDArray[np.float32], NDArray[np.float32]]
"""What the ranker read: a request row float32 (n_request,) and a match block float32 (m, n_match)."""


class Part(NamedTuple):
    """m candidates of one touchpoint, their scores float64 (m,), and what they were read from."""

    pool: Pool
    scores: NDArray[np.float64]
    blocks: Blocks


class Ranked(NamedTuple):
    """The candidates of t touchpoints one after the other, touchpoint j's from ends[j] to ends[j + 1], m in all.

    scores float64 (m,); rows float32 (t, n_request); block float32 (m, n_match).
    """

    pool: Pool
    ends: list[int]
    scores: NDArray[np.float64]
    rows: NDArray[np.float32]
    block: NDArray[np.float32]

    def part(self, touchpoint: int) -> Part:
        """Return one touchpoint's candidates, over the same memory."""
        part = slice(self.ends[touchpoint], self.ends[touchpoint + 1])
        return Part(self.pool.part(part), self.scores[part], (self.rows[touchpoint], self.block[part]))


def ranked(model: Model, live: Live, matrices: Matrices, touchpoints: Sequence[str], taking: Taking) -> Ranked:
    """Return the scores of the candidates that touchpoints take of the pool.

    Raises LookupError without trees.
    """
    trees = model.trees
    if trees is None:
        raise LookupError("the bundle has no ranker")
    taken = matrices.take(touchpoints, taking)
    products, rows = model.product_masks(live).of(taken.pool.contents)
    scores = trees.score_known(trees.request_masks(taken.rows), products, taken.block, rows, taken.asked)
    return Ranked(taken.pool, taken.ends, scores, taken.rows, taken.block)
