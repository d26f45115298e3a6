"""What versions believe, by their skill."""

import numpy as np
import pytest

from bench.off_policy.worlds import CANDIDATES, SKILL, beliefs


@pytest.mark.parametrize("skill", [-0.4, 0.0, 0.5, 1.0])
def test_beliefs_share_as_much_with_the_truth_as_their_skill(skill):
    """The correlation with the truth is the skill; scores are standardised whatever the truth's scale is."""
    truth = 7 + 3 * np.random.default_rng(1).normal(size=(200, 50))
    found = beliefs(truth, skill, np.random.default_rng(2))

    assert np.corrcoef(found.ravel(), truth.ravel())[0, 1] == pytest.approx(skill, abs=0.03)
    assert found.std() == pytest.approx(1, abs=0.03)


def test_candidates_are_named_from_best_to_worst():
    """Six candidates around a champion."""
    skills = [SKILL[name] for name in CANDIDATES]

    assert skills == sorted(skills, reverse=True)
    assert skills[0] > SKILL["champion"] > skills[-1]
