"""Measures agree with their definitions, resampled or not, and survive JSON."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.measures import Auc, Mean, from_json


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=4, max_size=30))
def test_the_area_is_the_chance_of_the_right_order(pairs: list[tuple[int, bool]]) -> None:
    """AUC equals the share of (positive, negative) pairs in the right order, ties a half."""
    scores, labels = (np.array(column, float) for column in zip(*pairs, strict=True))
    if len(set(labels)) < 2:
        return
    wins = np.sign(scores[labels == 1][:, None] - scores[labels == 0][None, :]) / 2 + 0.5
    area = Auc(scores, labels, np.zeros(len(scores), int), np.arange(len(scores)))
    assert np.isclose(area.value(), wins.mean())


def test_a_weight_of_two_is_the_person_twice() -> None:
    """Resampling with integer weights equals repeating the persons' rows, for both measures."""
    values, cluster = np.array([0.1, 0.9, 0.4, 0.7]), np.array([0, 0, 1, 2])
    labels = np.array([0, 1, 0, 1])
    weights, twice = np.array([[2, 1, 0]]), [0, 1, 0, 1, 2]
    assert np.isclose(Mean(values, cluster).resampled(weights)[0], values[twice].mean())
    repeated = Auc(values[twice], labels[twice], np.zeros(5, int), np.zeros(5, int))
    assert np.isclose(Auc(values, labels, np.zeros(4, int), cluster).resampled(weights)[0], repeated.value())


def test_json_gives_the_same_measure() -> None:
    """A measure written and read has the same value."""
    rng = np.random.default_rng(1)
    for measure in (
        Mean(rng.random(9), np.arange(9) % 4),
        Auc(rng.random(9), np.arange(9) % 2, np.zeros(9, int), np.arange(9) % 4),
    ):
        again = from_json(json.loads(json.dumps(measure.to_json())))
        assert np.isclose(again.value(), measure.value(), atol=1e-6)
