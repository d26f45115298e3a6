"""A measured metric that can be resampled: means over queries, and areas under the ROC curve over folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Mean:
    """The mean of one value a query; `cluster` (n,) int is the person behind each query."""

    values: np.ndarray
    cluster: np.ndarray

    def value(self) -> float:
        return float(self.values.mean())

    def resampled(self, weights: np.ndarray) -> np.ndarray:
        """The mean when person j counts weights[r, j] times, (n_resamples,)."""
        n = weights.shape[1]
        sums = np.bincount(self.cluster, self.values, n)
        return (weights @ sums) / (weights @ np.bincount(self.cluster, minlength=n))

    def to_json(self) -> dict[str, Any]:
        return {"values": np.round(self.values, 6).tolist(), "cluster": self.cluster.tolist()}


@dataclass(frozen=True)
class Auc:
    """Area under the ROC curve, in each fold and then averaged; all arrays (n,): scores, 0/1 labels, fold, cluster."""

    scores: np.ndarray
    labels: np.ndarray
    fold: np.ndarray
    cluster: np.ndarray

    def value(self) -> float:
        return float(self.resampled(np.ones((1, int(self.cluster.max()) + 1)))[0])

    def resampled(self, weights: np.ndarray) -> np.ndarray:
        """The mean area when person j counts weights[r, j] times, (n_resamples,)."""
        folds = [self._one_fold(self.fold == fold, weights) for fold in np.unique(self.fold)]
        return np.mean(folds, axis=0)

    def _one_fold(self, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """P(score of a positive > score of a negative), ties a half (Mann-Whitney)."""
        _, level = np.unique(self.scores[rows], return_inverse=True)
        label, cluster = self.labels[rows], self.cluster[rows]
        areas = np.empty(len(weights))
        for r, weight in enumerate(weights):
            positive = np.bincount(level, weight[cluster] * label)
            negative = np.bincount(level, weight[cluster] * (1 - label))
            below = np.cumsum(negative) - negative / 2
            areas[r] = (positive @ below) / max(positive.sum() * negative.sum(), 1e-12)
        return areas

    def to_json(self) -> dict[str, Any]:
        return {
            "scores": np.round(self.scores, 7).tolist(),
            "labels": self.labels.tolist(),
            "fold": self.fold.tolist(),
            "cluster": self.cluster.tolist(),
        }


Measure = Mean | Auc


def from_json(found: dict[str, Any]) -> Measure:
    """The measure that `to_json` wrote."""
    arrays = {name: np.asarray(column) for name, column in found.items()}
    return Auc(**arrays) if "scores" in arrays else Mean(**arrays)
