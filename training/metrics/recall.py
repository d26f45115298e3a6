"""Recall: the share of what was wanted that the list holds."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts, told


class Recall(Metric):
    """Hits over min(places, wanted), so that the best list reaches 1 (Liang et al. 2018)."""

    name = "recall@20"
    title = "Recall in the first 20 places"
    places = 20

    def parts(self, answers: Answers) -> Parts:
        """Return the recall of each case."""
        most = np.maximum(np.minimum(answers.trial.wanted, self.places), 1)
        return answers.hits[:, : self.places].sum(axis=1) / most, told(answers)


class RecallTen(Recall):
    """The same for a short list."""

    name = "recall@10"
    title = "Recall in the first 10 places"
    places = 10
