"""Curves of the report: what a score is worth, how far down the long tail placements reach."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.answers import Answers

_BINS = 10
_POINTS = 50


def score_curve(answers: Answers) -> list[dict[str, Any]]:
    """Return the share of wanted placements by tenth of the score, lowest first.

    From the lists that were shown where there are any, otherwise from the model's own placements.
    """
    scores, wanted, weight = _scored(answers)
    if len(scores) < _BINS:
        return []
    order = np.argsort(scores, kind="stable")
    parts = [each for each in np.array_split(order, _BINS) if len(each)]
    return [
        {
            "score": float(scores[rows].mean()),
            "rate": float((wanted[rows] * weight[rows]).sum() / max(weight[rows].sum(), 1e-12)),
            "placements": len(rows),
        }
        for rows in parts
    ]


def long_tail(answers: Answers) -> list[dict[str, float]]:
    """Return the share of placements and of past interest that the most popular products hold, point by point."""
    popularity = answers.trial.popularity
    order = np.argsort(-popularity, kind="stable")
    placed = np.bincount(answers.products[:, :10][answers.placed[:, :10]], minlength=len(popularity)).astype(float)
    held, interest = _cumulated(placed[order]), _cumulated(popularity[order])
    points = np.unique(np.linspace(0, len(order) - 1, min(_POINTS, len(order))).astype(int))
    share = (points + 1) / max(len(order), 1)
    return [
        {"products": float(at), "placements": float(held[point]), "interest": float(interest[point])}
        for at, point in zip(share, points, strict=True)
    ]


def _cumulated(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(values) / max(float(values.sum()), 1e-12)


def _scored(answers: Answers) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    shown, weight = answers.shown, answers.trial.weight
    if shown is not None:
        known = np.isfinite(shown.scores)
        return shown.scores[known], shown.labels[known] > 0, weight[shown.case][known]
    told = answers.placed & (answers.trial.wanted > 0)[:, None]
    return answers.scores[told], answers.hits[told], np.ones(int(told.sum()))
