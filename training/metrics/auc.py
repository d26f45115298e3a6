"""AUC over everything that was shown: whether scores tell clicks from no clicks across persons and lists."""

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import ServiceLevel
from training.answers import LEVELS, Answers
from training.metrics import Metric, Parts


class Auc(Metric):
    """Chance that a clicked placement scores above one that was not clicked, whoever saw them; ties count half.

    It suits scores that mean the same for everybody (a ranker with the objective `binary`, offers shown alone). Each
    not clicked placement counts by the number of occasions it stands for. `parts` gives, case by case, the share of the
    others' negatives that its clicks beat: the interval takes the negatives as given.
    """

    name = "auc"
    title = "AUC of clicks over all that was shown"
    impressions = True

    def parts(self, answers: Answers) -> Parts:
        """Return sums over the clicks of each case, and their number."""
        shown = answers.shown
        if shown is None or (answers.level == LEVELS.index(ServiceLevel.SAFETY_LIST)).all():
            # An order without scores says nothing across lists.
            return np.zeros(len(answers)), np.zeros(len(answers))
        clicked, case = shown.labels > 0, shown.case
        below = _share_below(shown.scores, np.where(clicked, 0.0, answers.trial.weight[case]))
        weight = np.where(clicked, answers.trial.weight[case], 0.0)
        above = np.bincount(case, weights=weight * below, minlength=len(answers)).astype(np.float64)
        return above, np.bincount(case, weights=weight, minlength=len(answers)).astype(np.float64)


def _share_below(scores: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return float64 (rows,): share of the total weight that scores below each row, ties counted half."""
    _, level = np.unique(scores, return_inverse=True)
    mass = np.bincount(level, weights=weight)
    return ((np.cumsum(mass) - mass / 2) / max(mass.sum(), 1e-12))[level]
