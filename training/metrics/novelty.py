"""Novelty: how surprising the placed products are to somebody who knows what is popular (Zhou et al. 2010)."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts

PLACES = 10


class Novelty(Metric):
    """Mean self-information -log2(share of interest) of the placed products, in bits."""

    name = "novelty@10"
    title = "Novelty of the first 10 places (bits)"
    better = ""

    def parts(self, answers: Answers) -> Parts:
        """Return bits and number of the placements."""
        placed = answers.placed[:, :PLACES]
        share = np.maximum(answers.trial.popularity[answers.products[:, :PLACES]], 1e-9)
        return np.where(placed, -np.log2(share), 0.0).sum(axis=1), placed.sum(axis=1).astype(float)
