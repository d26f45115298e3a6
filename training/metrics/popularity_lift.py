"""Popularity lift: whether persons are led to more popular products than their own (Abdollahpouri et al. 2020)."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts

PLACES = 10


class PopularityLift(Metric):
    """Mean popularity of what is placed over that of the person's own history: 1 keeps to their taste."""

    name = "popularity_lift@10"
    title = "Popularity of the first 10 places against the person's history"
    better = ""

    def parts(self, answers: Answers) -> Parts:
        """Return the popularity of the placements and of the history, for persons with a history."""
        placed = answers.placed[:, :PLACES]
        popularity = np.where(placed, answers.trial.popularity[answers.products[:, :PLACES]], 0.0).sum(axis=1)
        own = answers.trial.history_popularity
        known = np.isfinite(own) & placed.any(axis=1)
        mean = popularity / np.maximum(placed.sum(axis=1), 1)
        return np.where(known, mean, 0.0), np.where(known, own, 0.0)
