"""Diversity inside a list: by categories, and by what the contents say."""

import numpy as np

from training.answers import Answers
from training.metrics import Metric, Parts

PLACES = 10


class CategoryDiversity(Metric):
    """Share of the pairs of a list that differ in category."""

    name = "category_diversity@10"
    title = "Pairs of the first 10 places of different categories"
    better = ""

    def parts(self, answers: Answers) -> Parts:
        """Return differing pairs and all pairs."""
        products = answers.products[:, :PLACES]
        category = answers.trial.category[products]
        differs = category[:, :, None] != category[:, None, :]
        return _pairs(answers, differs.astype(np.float32))


class ContentDiversity(Metric):
    """1 - mean cosine between the contents of a list (Ziegler et al. 2005)."""

    name = "content_diversity@10"
    title = "Dissimilarity of the contents in the first 10 places"
    better = ""

    def parts(self, answers: Answers) -> Parts:
        """Return dissimilarity and number of the pairs."""
        vectors = answers.trial.vectors
        if not vectors.size:
            return np.zeros(len(answers)), np.zeros(len(answers))
        placed = vectors[answers.products[:, :PLACES]]
        return _pairs(answers, 1 - np.einsum("nid,njd->nij", placed, placed))


def _pairs(answers: Answers, distance: np.ndarray) -> Parts:
    placed = answers.placed[:, :PLACES]
    upper = np.triu(np.ones(distance.shape[1:], bool), 1)
    both = placed[:, :, None] & placed[:, None, :] & upper
    return np.where(both, distance, 0.0).sum(axis=(1, 2), dtype=float), both.sum(axis=(1, 2)).astype(float)
