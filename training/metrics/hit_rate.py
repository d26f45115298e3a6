"""Hit rate: how often the list holds anything that was wanted."""

from training.answers import Answers
from training.metrics import Metric, Parts, told

PLACES = 10


class HitRate(Metric):
    """Share of cases with a wanted product among the first 10."""

    name = "hit_rate@10"
    title = "Hit rate of the first 10 places"

    def parts(self, answers: Answers) -> Parts:
        """Return 1 for a hit."""
        return answers.hits[:, :PLACES].any(axis=1).astype(float), told(answers)
