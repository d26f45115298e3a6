"""Metrics of ranked lists, one a file: hits in, one value a query out.

Every metric is called with `hits` (n_queries, k) bool, true where the product at that rank is a target, and
`n_targets` (n_queries,) int, and answers (n_queries,) float64. There are no sampled negatives: the ranks are among
all products of the catalogue.
"""

from __future__ import annotations

import numpy as np

from bench.quality.ragged import Ragged


def hits_of(ranked: np.ndarray, targets: Ragged, n_products: int) -> np.ndarray:
    """Where the ranked products (n_queries, k), -1 for none, are targets: (n_queries, k) bool.

    Raises ValueError when a list holds a product twice, as that would count one target twice.
    """
    in_order = np.sort(ranked, axis=1)
    if ((in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] >= 0)).any():
        raise ValueError("a ranked list holds the same product twice")
    row = np.arange(len(ranked))[:, None]
    wanted = targets.rows * n_products + targets.values
    return np.isin(row * n_products + ranked, wanted) & (ranked >= 0)
