"""Coverage: how much of the catalogue is ever placed."""

import numpy as np
from numpy.typing import NDArray

from training.answers import Answers
from training.metrics import Metric, Parts

PLACES = 10


class Coverage(Metric):
    """Share of the products that could be placed which stand among the first 10 at least once.

    It grows with the number of cases, so it has no interval and is compared on the same cases only.
    """

    name = "coverage@10"
    title = "Share of the catalogue placed in the first 10 places"

    def parts(self, answers: Answers) -> Parts:
        """Return nothing: a union is no sum over cases."""
        return np.zeros(len(answers)), np.zeros(len(answers))

    def value(self, answers: Answers, cases: NDArray[np.bool_] | None = None) -> float:
        """Return the share over some cases."""
        placed = answers.products[:, :PLACES] if cases is None else answers.products[cases, :PLACES]
        return len(np.unique(placed[placed >= 0])) / max(answers.trial.alive, 1)
