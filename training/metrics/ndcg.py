"""Normalised discounted cumulative gain with gains of 0 and 1 (Jarvelin and Kekalainen 2002)."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts, discounts, told

PLACES = 10


class Ndcg(Metric):
    """Sum of 1 / log2(1 + rank) over the hits, against that of the best list of this length."""

    name = "ndcg@10"
    title = "NDCG of the first 10 places"

    def parts(self, answers: Answers) -> Parts:
        """Return the gain of each case."""
        discount = discounts(PLACES)
        ideal = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(answers.trial.wanted, PLACES)]
        hits = answers.hits[:, :PLACES]
        return (hits @ discount[: hits.shape[1]]) / np.maximum(ideal, 1e-12), told(answers)
