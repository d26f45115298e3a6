"""The blend: a fixed convex mix of the candidate sources' reciprocal ranks; baseline of every ranker and its fallback.

Reciprocal ranks do not care how each source scales its scores (Cormack, Clarke, Buettcher: Reciprocal Rank Fusion,
SIGIR 2009). The weights maximise the likelihood of the clicks among the candidates of their list (conditional logit,
McFadden 1974) under the bound that no source counts against a candidate: a concave problem with one answer.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankerModelError, RankingExamplesError
from slotwise.rankers import Ranker
from slotwise.rankers.examples import check_groups, check_labels, check_matrix

DAMPING = 20.0
"""Rank at which a source's vote has halved, more or less: a vote is (DAMPING + 1) / (DAMPING + rank)."""
_ROUNDS = 300
_RIDGE = 1e-3


class BlendRanker(Ranker):
    """Scores candidates by the ranks their sources gave them; nothing but a weight for every source."""

    name: ClassVar[str] = "blend"

    def __init__(self, weights: NDArray[np.float64]) -> None:
        """float64[n_sources], none below 0, sum 1; raises RankerModelError otherwise."""
        convex = weights.ndim == 1 and weights.dtype == np.float64 and len(weights) > 0
        if not convex or not (weights >= 0).all() or abs(weights.sum() - 1.0) > 1e-9:
            raise RankerModelError("the weights of a blend must be convex", given=f"{weights.dtype} {weights.tolist()}")
        self.weights = weights

    @classmethod
    def fit(cls, ranks: NDArray[np.float32], labels: NDArray[np.int32], groups: NDArray[np.int32]) -> Self:
        """Fits the weights on lists whose outcome is known; lists without a click, or all clicked, teach nothing.

        ranks float32[n, n_sources] as in ``score``; labels int[n] 0 to 4 (any above 0 is a click, weighted by its
        label); groups: sizes of the lists. Raises RankingExamplesError when they do not fit.
        """
        if ranks.ndim != 2 or not ranks.size:
            raise RankingExamplesError("a blend needs lists and sources to learn from", given=ranks.shape)
        check_matrix(ranks, ranks.shape[1])
        check_groups(groups, len(ranks))
        check_labels(labels, len(ranks))
        return cls(_fit_weights(_votes(ranks), labels.astype(np.float64), groups))

    def score(self, ranks: NDArray[np.float32]) -> NDArray[np.float64]:
        """float32[m, n_sources] 1-based rank of each candidate in each source -> float64[m] between 0 and 1.

        0, NaN, infinite or below 0: that source did not bring the candidate, and does not vote for it.
        """
        check_matrix(ranks, len(self.weights))
        # Source by source: a matrix product may add in another order for another number of rows.
        scores = np.zeros(len(ranks), dtype=np.float64)
        for weight, votes in zip(self.weights, _votes(ranks).T, strict=True):
            scores += weight * votes
        return scores

    def score_matrix(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """The same as ``score``: the features of a blend are the ranks."""
        return self.score(matrix)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The weights, float64[n_sources]."""
        return {"weights": self.weights}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of to_arrays; raises RankerModelError."""
        if "weights" not in arrays:
            raise RankerModelError("the blend lacks its weights", expected=["weights"], given=sorted(arrays))
        return cls(np.asarray(arrays["weights"]))


def _votes(ranks: NDArray[np.float32]) -> NDArray[np.float64]:
    brought = np.isfinite(ranks) & (ranks >= 1)
    return np.where(brought, (DAMPING + 1.0) / (DAMPING + np.where(brought, ranks, 1.0).astype(np.float64)), 0.0)


def _fit_weights(
    votes: NDArray[np.float64], gains: NDArray[np.float64], groups: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Projected gradient ascent with halving steps, from equal weights; equal weights when nothing was clicked."""
    sources, likelihood = votes.shape[1], _Likelihood(votes, gains, groups)
    weights, step = np.ones(sources), 1.0
    value, gradient = likelihood.of(weights)
    for _ in range(_ROUNDS):
        trial = np.maximum(weights + step * gradient, 0.0)
        trial_value, trial_gradient = likelihood.of(trial)
        # Armijo's rule: accept a step that gains at least a part of what the slope promises.
        if trial_value >= value + 1e-4 * float(gradient @ (trial - weights)):
            weights, value, gradient, step = trial, trial_value, trial_gradient, step * 2.0
        else:
            step /= 2.0
    return weights / weights.sum() if gains.any() and weights.sum() > 0 else np.full(sources, 1.0 / sources)


class _Likelihood:
    """Mean log-likelihood of the clicks by their gain, less a small ridge.

    Asked hundreds of times, so that it works in memory of its own: fresh memory takes longer than the arithmetic.
    """

    def __init__(self, votes: NDArray[np.float64], gains: NDArray[np.float64], groups: NDArray[np.int32]) -> None:
        self.votes, self.gains = votes, gains
        self.starts = np.concatenate([[0], np.cumsum(groups)[:-1]])
        self.list_of = np.repeat(np.arange(len(groups)), groups)
        self.gained = np.add.reduceat(gains, self.starts)
        self.everything = max(float(gains.sum()), 1.0)
        self.scores, self.powers, self.of_lists = (np.empty(len(gains)) for _ in range(3))

    def of(self, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return it for some weights, and its gradient by them."""
        scores, powers = np.matmul(self.votes, weights, out=self.scores), self.powers
        scores -= self._spread(np.maximum.reduceat(scores, self.starts))
        np.exp(scores, out=powers)
        totals = np.add.reduceat(powers, self.starts)
        told = float(self.gains @ scores - self.gained @ np.log(totals))
        value = told / self.everything - _RIDGE * float(weights @ weights) / 2
        powers *= self._spread(self.gained / totals)
        surprise = np.subtract(self.gains, powers, out=powers)
        return value, surprise @ self.votes / self.everything - _RIDGE * weights

    def _spread(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """One value per list -> the value of each row's list."""
        return values.take(self.list_of, out=self.of_lists, mode="clip")
