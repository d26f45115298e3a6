"""Calibration: whether the categories placed are in proportion to those of the person's history (Steck 2018)."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts

PLACES = 10
_MIX = 0.01
"""Share of the history mixed into the placed categories, so that the divergence stays finite."""


class Calibration(Metric):
    """Kullback-Leibler divergence of the placed categories from the person's own, in nats; 0 is in proportion.

    Whether scores are probabilities is another question, which the report's plot of scores answers.
    """

    name = "miscalibration@10"
    title = "Divergence of the placed categories from the person's own"
    better = "lower"

    def parts(self, answers: Answers) -> Parts:
        """Return the divergence, for persons with a history."""
        own = answers.trial.history_categories.astype(float)
        placed = _shares(answers, own.shape[1])
        mixed = (1 - _MIX) * placed + _MIX * own
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(own > 0, own * np.log(own / mixed), 0.0)
        known = (own.sum(axis=1) > 0) & answers.placed[:, :PLACES].any(axis=1)
        return np.where(known, terms.sum(axis=1), 0.0), known.astype(float)


def _shares(answers: Answers, categories: int) -> np.ndarray:
    products = answers.products[:, :PLACES]
    category = np.where(products >= 0, answers.trial.category[products] % categories, categories)
    rows = np.arange(len(products))[:, None] * (categories + 1)
    counts = np.bincount((rows + category).ravel(), minlength=len(products) * (categories + 1))
    placed = counts.reshape(len(products), categories + 1)[:, :categories]
    return placed / np.maximum(placed.sum(axis=1, keepdims=True), 1)
