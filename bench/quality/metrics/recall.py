"""Recall: the share of a query's targets that the list holds."""

from __future__ import annotations

import numpy as np


def recall(hits: np.ndarray, n_targets: np.ndarray) -> np.ndarray:
    """Hits divided by min(k, targets), so that the best list of this length reaches 1.

    The truncated form of Liang et al., Variational autoencoders for collaborative filtering, 2018.
    """
    return hits.sum(axis=1) / np.maximum(np.minimum(n_targets, hits.shape[1]), 1)
