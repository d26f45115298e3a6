"""Mean reciprocal rank of the first hit."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts, told

PLACES = 10


class ReciprocalRank(Metric):
    """1 / rank of the first wanted product, 0 when it is not among the first 10."""

    name = "mrr@10"
    title = "Mean reciprocal rank in the first 10 places"

    def parts(self, answers: Answers) -> Parts:
        """Return the reciprocal rank of each case."""
        hits = answers.hits[:, :PLACES]
        first = np.argmax(hits, axis=1)
        return np.where(hits.any(axis=1), 1 / (first + 1), 0.0), told(answers)
