"""How well the lists that were really shown would have been ordered, from their clicks."""

import numpy as np
from numpy.typing import NDArray

from training.answers import Answers, ShownLists
from training.metrics import Metric, Parts

_LEAST_SEEN = 0.1
"""Slots seen more rarely count as if seen this often: bounds the weight of one click."""


class ShownNdcg(Metric):
    """NDCG of the clicked contents within the shown list, each click weighted by 1 / chance that its slot is seen.

    The weights undo the advantage of the upper slots (Joachims, Swaminathan, Schnabel 2017). Lists of one content,
    without a click or with nothing else say nothing.
    """

    name = "shown_ndcg"
    title = "NDCG of clicks within the shown lists, corrected for position"
    impressions = True

    def parts(self, answers: Answers) -> Parts:
        """Return the gain of each list."""
        shown = answers.shown
        if shown is None:
            return np.zeros(len(answers)), np.zeros(len(answers))
        gains = _gains(shown, answers.trial.seen)
        got = _discounted(shown, gains, shown.scores)
        best = _discounted(shown, gains, gains)
        told = _mixed(shown, len(answers))
        return np.where(told, got / np.maximum(best, 1e-12), 0.0), told.astype(float)


class ShownAuc(Metric):
    """Share of the pairs of a shown list, one clicked and one not, that stand in the right order; ties count half."""

    name = "shown_auc"
    title = "Pairs of clicked and not clicked contents of a list in the right order"
    impressions = True

    def parts(self, answers: Answers) -> Parts:
        """Return right pairs and all pairs of each list."""
        shown = answers.shown
        right, pairs = np.zeros(len(answers)), np.zeros(len(answers))
        if shown is None:
            return right, pairs
        for case in np.flatnonzero(_mixed(shown, len(answers))):
            rows = slice(shown.start[case], shown.start[case + 1])
            clicked = shown.labels[rows] > 0
            ahead = shown.scores[rows][clicked][:, None] - shown.scores[rows][~clicked][None, :]
            right[case] = (ahead > 0).sum() + (ahead == 0).sum() / 2
            pairs[case] = ahead.size
        return right, pairs


def _gains(shown: ShownLists, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    slot = np.clip(shown.slots.astype(np.intp) - 1, 0, len(seen) - 1)
    return np.where(shown.labels > 0, 1 / np.maximum(seen[slot], _LEAST_SEEN), 0.0)


def _discounted(shown: ShownLists, gains: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return float64 (n,): discounted gains of each list in the order of the scores, ties as they were shown."""
    case = shown.case
    order = np.lexsort((shown.slots, -scores, case))
    rank = np.arange(len(order)) - shown.start[:-1][case[order]]
    gained = np.bincount(case, weights=gains[order] / np.log2(rank + 2), minlength=len(shown.start) - 1)
    return gained.astype(np.float64)


def _mixed(shown: ShownLists, cases: int) -> NDArray[np.bool_]:
    """bool (n,): lists with clicked and other contents."""
    clicks = np.bincount(shown.case, weights=shown.labels > 0, minlength=cases)
    return (clicks > 0) & (clicks < np.diff(shown.start))
