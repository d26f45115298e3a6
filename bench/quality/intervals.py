"""Bootstrap intervals over persons, and paired ratios and differences of two models on the same persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.quality.measures import Measure

RESAMPLES = 1000
SEED = 20240607


@dataclass(frozen=True)
class Interval:
    """A value and its central 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def person_weights(n_persons: int, resamples: int = RESAMPLES) -> np.ndarray:
    """How often each person is drawn in each resample, (resamples, n_persons) float32; the same on every call.

    Persons are the unit of resampling because the queries of one person are alike (Efron and Tibshirani, 1993).
    """
    generator = np.random.default_rng((SEED, n_persons))
    drawn = np.stack([np.bincount(generator.integers(0, n_persons, n_persons), minlength=n_persons)
                      for _ in range(resamples)])  # fmt: skip
    return drawn.astype(np.float32)


def interval(measure: Measure, weights: np.ndarray) -> Interval:
    """The measure's value and interval."""
    return _central(measure.value(), measure.resampled(weights))


def paired_ratio(ours: Measure, other: Measure, weights: np.ndarray) -> Interval:
    """ours / other on the same resampled persons."""
    drawn = ours.resampled(weights) / np.maximum(other.resampled(weights), 1e-12)
    return _central(ours.value() / max(other.value(), 1e-12), drawn)


def paired_difference(ours: Measure, other: Measure, weights: np.ndarray) -> Interval:
    """ours - other on the same resampled persons."""
    return _central(ours.value() - other.value(), ours.resampled(weights) - other.resampled(weights))


def _central(value: float, drawn: np.ndarray) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(value, float(low), float(high))
