"""Share served: how often the ranker itself answers, and how many slots stay empty."""

import numpy as np

from slotwise.decision import ServiceLevel
from training.answers import LEVELS, Answers
from training.metrics import Metric, Parts

PLACES = 10


class ServedByRanker(Metric):
    """Share of the answers that stand on the highest step of the fallback ladder."""

    name = "served_by_ranker"
    title = "Answers given by the ranker"

    def parts(self, answers: Answers) -> Parts:
        """Return 1 for an answer by the ranker."""
        return (answers.level == LEVELS.index(ServiceLevel.RANKER)).astype(float), np.ones(len(answers))


class Filled(Metric):
    """Share of the first 10 slots that are filled."""

    name = "filled@10"
    title = "Filled slots among the first 10"

    def parts(self, answers: Answers) -> Parts:
        """Return the filled share of each case."""
        placed = answers.placed[:, :PLACES]
        return placed.mean(axis=1), np.ones(len(answers))


def shares(answers: Answers) -> dict[str, float]:
    """Return the share of the answers on every step of the ladder."""
    counts = np.bincount(answers.level, minlength=len(LEVELS)) / max(len(answers), 1)
    return {str(level): float(share) for level, share in zip(LEVELS, counts, strict=True)}
