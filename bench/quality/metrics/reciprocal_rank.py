"""Reciprocal rank of the first target."""

from __future__ import annotations

import numpy as np


def reciprocal_rank(hits: np.ndarray, n_targets: np.ndarray) -> np.ndarray:
    """1 / rank of the first hit, 0 without a hit."""
    return np.where(hits.any(axis=1), 1 / (1 + hits.argmax(axis=1)), 0.0)
