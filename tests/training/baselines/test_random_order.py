"""Random."""

from dataclasses import replace

import numpy as np

from slotwise.policies.greedy import Greedy
from training.baselines.random_order import RandomBaseline
from training.examine import ask


def test_every_product_is_as_likely_to_come_first(judged_world):
    """Over 600 seeds each of 12 products leads about 50 times (the bounds are 4 standard deviations)."""
    trained, cases, _, _ = judged_world
    question, model = ask(cases, 0), replace(trained.model, policy=Greedy())
    first = [
        RandomBaseline()
        .decide(model, question.state, replace(question.wanted, seed=f"seed {place}"), model.start)
        .slates[0]
        .placements[0]
        .product
        for place in range(600)
    ]

    counts = np.bincount(first, minlength=12)
    assert counts.min() > 50 - 4 * 6.8
    assert counts.max() < 50 + 4 * 6.8
