"""How well the lists that were really shown would have been ordered, from their clicks."""

import numpy as np
from numpy.typing import NDArray

from training.answers import Answers, ShownLists
from training.metrics import Metric, Parts

_LEAST_SEEN = 0.1
"""Slots seen more rarely count as if seen this often: bounds the weight of one click."""


class ShownNdcg(Metric):
    """Discounted gain of the clicked contents within the shown lists over that of the best order.

    Each click counts by 1 / chance that its slot is seen, lists and all: only so do the upper slots lose their
    advantage (Joachims, Swaminathan, Schnabel 2017); a gain divided list by list would favour whatever order was
    logged. Equal scores share their places. Lists of one content, without a click or with nothing else say nothing.
    """

    name = "shown_ndcg"
    title = "NDCG of clicks within the shown lists, corrected for position"
    impressions = True

    def parts(self, answers: Answers) -> Parts:
        """Return the gain of each list and the most that it could have been."""
        shown = answers.shown
        if shown is None:
            return np.zeros(len(answers)), np.zeros(len(answers))
        gains = _gains(shown, answers.trial.seen)
        told = _mixed(shown, len(answers))
        return tuple(np.where(told, _discounted(shown, gains, by), 0.0) for by in (shown.scores, gains))  # type: ignore[return-value]


class ShownAuc(Metric):
    """Share of the pairs of a shown list, one clicked and one not, that stand in the right order; ties count half.

    A pair counts by 1 / chance that the slot of its click is seen.
    """

    name = "shown_auc"
    title = "Pairs of clicked and not clicked contents of a list in the right order"
    impressions = True

    def parts(self, answers: Answers) -> Parts:
        """Return right pairs and all pairs of each list."""
        shown = answers.shown
        right, pairs = np.zeros(len(answers)), np.zeros(len(answers))
        if shown is None:
            return right, pairs
        gains = _gains(shown, answers.trial.seen)
        for case in np.flatnonzero(_mixed(shown, len(answers))):
            rows = slice(shown.start[case], shown.start[case + 1])
            clicked = shown.labels[rows] > 0
            ahead = shown.scores[rows][clicked][:, None] - shown.scores[rows][~clicked][None, :]
            weight = gains[rows][clicked][:, None]
            right[case] = (weight * ((ahead > 0) + (ahead == 0) / 2)).sum()
            pairs[case] = weight.sum() * ahead.shape[1]
        return right, pairs


def _gains(shown: ShownLists, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    slot = np.clip(shown.slots.astype(np.intp) - 1, 0, len(seen) - 1)
    return np.where(shown.labels > 0, 1 / np.maximum(seen[slot], _LEAST_SEEN), 0.0)


def _discounted(shown: ShownLists, gains: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return float64 (n,): discounted gains of each list in the order of the scores, equal ones share places."""
    case = shown.case
    order = np.lexsort((-scores, case))
    rank = np.arange(len(order)) - shown.start[:-1][case[order]]
    changes = (np.diff(case[order]) != 0) | (np.diff(scores[order]) != 0)
    tie = np.concatenate([[0], np.cumsum(changes)]) if len(order) else np.zeros(0, np.intp)
    discount = np.bincount(tie, weights=1 / np.log2(rank + 2)) / np.maximum(np.bincount(tie), 1)
    gained = np.bincount(case[order], weights=gains[order] * discount[tie], minlength=len(shown.start) - 1)
    return gained.astype(np.float64)


def _mixed(shown: ShownLists, cases: int) -> NDArray[np.bool_]:
    """bool (n,): lists with clicked and other contents."""
    clicks = np.bincount(shown.case, weights=shown.labels > 0, minlength=cases)
    return (clicks > 0) & (clicks < np.diff(shown.start))
