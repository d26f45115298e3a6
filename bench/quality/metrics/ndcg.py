"""Normalised discounted cumulative gain with gains of 0 and 1."""

from __future__ import annotations

import numpy as np


def ndcg(hits: np.ndarray, n_targets: np.ndarray) -> np.ndarray:
    """Sum of 1 / log2(1 + rank) over the hits, divided by the same sum for the best list of this length.

    Jarvelin and Kekalainen, Cumulated gain-based evaluation of IR techniques, 2002.
    """
    discount = 1 / np.log2(np.arange(2, hits.shape[1] + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(n_targets, hits.shape[1])]
    return (hits @ discount) / np.maximum(ideal, 1e-12)
