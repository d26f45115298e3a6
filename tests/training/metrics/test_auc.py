"""AUC over everything shown, against the textbook."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from slotwise.decision import ServiceLevel
from training.metrics.auc import Auc


def test_it_is_the_textbooks(answers, lists):
    """With weights and ties it equals scikit-learn's area under the curve."""
    chance = np.random.Generator(np.random.Philox(key=6))
    offers = [
        [(float(score), int(label))]
        for score, label in zip(chance.integers(0, 9, 80), chance.integers(0, 2, 80), strict=True)
    ]
    given = answers([[0]] * 80, [[0]] * 80, shown=lists(*offers))
    weight = chance.uniform(1, 5, 80)
    weighted = replace(given, trial=replace(given.trial, weight=weight))

    expected = roc_auc_score(given.shown.labels, given.shown.scores, sample_weight=weight)
    assert Auc().value(weighted) == pytest.approx(expected)


def test_an_order_without_scores_says_nothing(answers, lists):
    """The last step of the ladder hands back an order, whose numbers mean nothing across lists."""
    given = answers([[0]] * 2, [[0]] * 2, level=ServiceLevel.SAFETY_LIST, shown=lists([(1, 0)], [(2, 1)]))

    assert np.isnan(Auc().value(given))
