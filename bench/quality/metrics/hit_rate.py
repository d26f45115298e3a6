"""Hit rate: whether the list holds any target."""

from __future__ import annotations

import numpy as np


def hit_rate(hits: np.ndarray, n_targets: np.ndarray) -> np.ndarray:
    """1 where a target is in the list, else 0."""
    return hits.any(axis=1).astype(float)
