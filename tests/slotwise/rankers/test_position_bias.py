"""The position-aware logistic loss: right derivatives, and biases that come out as they were put in."""

import numpy as np

from slotwise.rankers.position_bias import PositionBiasedLogLoss

BIAS = np.array([0.0, -1.0, -2.0])


def clicks(rows: int = 60_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, slots and clicks; better candidates stand in better slots, so that raw rates mislead."""
    random = np.random.default_rng(5)
    scores = random.normal(size=rows)
    slots = np.clip(2 - np.round(scores + random.normal(size=rows)), 1, 3).astype(np.int16)
    chance = 1 / (1 + np.exp(-(scores - 1 + BIAS[slots - 1])))
    return scores, slots, (random.random(rows) < chance).astype(np.int32)


def test_biases_of_the_slots_are_found() -> None:
    """Given the true scores the steps converge to the true biases, though the slots were filled by merit."""
    scores, slots, labels = clicks()
    loss = PositionBiasedLogLoss(labels, slots, None, learning_rate=0.5, regularization=0.0)
    for _ in range(60):
        loss(scores, None)
    found = loss.history[-1]
    assert np.allclose([found[1], found[2], found[3]], BIAS - 1, atol=0.12)


def test_derivatives_are_those_of_the_loss() -> None:
    """Gradient and curvature equal the differences of the weighted log loss."""
    labels, slots = np.array([0, 1, 2, 0], np.int32), np.ones(4, np.int16)
    weights = np.array([1.0, 2.0, 0.5, 0.0], dtype=np.float32)
    base = np.log((2.5 + 0.5) / (3.5 - 2.5 + 0.5))
    scores, step = np.array([-1.0, 0.3, 2.0, 900.0]), 1e-4

    def loss_at(points: np.ndarray) -> np.ndarray:
        logit = points + base
        return weights * (np.logaddexp(0, logit) - (labels > 0) * logit)

    gradient, curvature = PositionBiasedLogLoss(labels, slots, weights, 0.1, 0.0)(scores, None)
    slope = (loss_at(scores + step) - loss_at(scores - step)) / (2 * step)
    bend = (loss_at(scores + step) - 2 * loss_at(scores) + loss_at(scores - step)) / step**2
    assert np.allclose(gradient, slope, atol=1e-6)
    assert np.allclose(curvature, bend, atol=1e-5)


def test_logs_without_clicks_stay_finite() -> None:
    """No click at all gives low but finite biases."""
    loss = PositionBiasedLogLoss(np.zeros(10, np.int32), np.arange(1, 11, dtype=np.int16), None, 0.1, 0.01)
    for _ in range(5):
        loss(np.zeros(10), None)
    assert np.isfinite(list(loss.history[-1].values())).all()
