"""A logistic loss that learns the bias of the slots beside the trees, so that the trees need not explain it.

A click on slot p is taken to have log-odds score(features) + bias[p]: the additive form of the "shallow tower" of Zhao
et al. (RecSys 2019, Recommending what video to watch next), where trees and biases are fitted together, so that good
products standing in good slots are not mistaken for an effect of the slot. After every tree the biases take one
regularised Newton step, as LightGBM's lambdarank does for its own (rank_objective.hpp, UpdatePositionBiasFactors).
"""

import numpy as np
from numpy.typing import NDArray

_CERTAIN = 60.0
"""Log-odds beyond which a chance is 0 or 1 in any case; the exponential stays finite."""


class PositionBiasedLogLoss:
    """Gradients for boosting, and the biases as they stand; LightGBM calls it once before every tree."""

    def __init__(
        self,
        labels: NDArray[np.int32],
        positions: NDArray[np.int16],
        weights: NDArray[np.float32] | None,
        learning_rate: float,
        regularization: float,
    ) -> None:
        """All arrays (n,); positions 1-based. The biases start at the log-odds of a click anywhere."""
        self._clicks = (labels > 0).astype(np.float64)
        self._weights = np.ones(len(labels)) if weights is None else weights.astype(np.float64)
        self._positions, self._slot = np.unique(positions, return_inverse=True)
        self._mass = np.bincount(self._slot, self._weights)
        self._rate = learning_rate
        self._regularization = regularization
        clicked = float(self._weights @ self._clicks)
        # Half a click more on both sides: a log without any click, or with nothing else, still has finite odds.
        self._base = float(np.log((clicked + 0.5) / (self._weights.sum() - clicked + 0.5)))
        self._bias = np.full(len(self._positions), self._base)
        self.history: list[dict[int, float]] = []
        """After each tree: the bias of every slot that occurred; sigmoid(score + bias) is the chance of a click."""

    def __call__(self, scores: NDArray[np.float64], dataset: object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """First and second derivatives of the loss by each row's score, (n,) each."""
        odds = np.exp(-np.clip(scores + self._bias[self._slot], -_CERTAIN, _CERTAIN))
        chance = 1.0 / (1.0 + odds)
        gradient = (chance - self._clicks) * self._weights
        curvature = chance * (1.0 - chance) * self._weights
        self._step(gradient, curvature)
        return gradient, curvature

    def _step(self, gradient: NDArray[np.float64], curvature: NDArray[np.float64]) -> None:
        pull = self._regularization * self._mass
        slope = np.bincount(self._slot, gradient) + pull * (self._bias - self._base)
        self._bias = self._bias - self._rate * slope / (np.bincount(self._slot, curvature) + pull + 1e-3)
        biases = zip(self._positions, self._bias, strict=True)
        self.history.append({int(position): float(bias) for position, bias in biases})
