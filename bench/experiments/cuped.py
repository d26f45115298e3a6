"""CUPED: does the past shrink the interval as theory says, and only the interval?"""

from __future__ import annotations

import numpy as np

from bench.experiments.traffic import Traffic, batches, moments, persons
from bench.speed.row import Row
from slotwise.statistics.comparing import compare
from slotwise.statistics.moments import Moments

RUNS = 4_000
PERSONS = 400
"""Of each variant."""
CORRELATIONS = (0.0, 0.3, 0.6, 0.9)
EFFECT = 0.1
NEW = 0.3
"""Share of the persons without a past, where some have none."""


def measure(runs: int, seed: int) -> list[Row]:
    """Compare with and without the past: normal values of known correlation, new persons, click rates."""
    chance = np.random.default_rng(seed)
    rows: list[Row] = []
    for correlation in CORRELATIONS:
        meant = 1 - correlation**2
        rows += _rows(f"correlation {correlation:g}", _normal(runs, correlation, 0.0, chance), meant)
    # Of those with a past the metric varies by 1 - rho^2 less, of the others not at all.
    rows += _rows(f"{NEW:.0%} new, correlation 0.6", _normal(runs, 0.6, NEW, chance), NEW + (1 - NEW) * (1 - 0.36))
    return [*rows, *_rows("click rate", _clicks(runs, chance), None)]


def _normal(runs: int, correlation: float, new: float, chance: np.random.Generator) -> np.ndarray:
    found = []
    for size in batches(runs):
        past = chance.normal(size=(size, 2 * PERSONS))
        metric = correlation * past + np.sqrt(1 - correlation**2) * chance.normal(size=past.shape)
        metric[:, PERSONS:] += EFFECT
        known = (chance.random(past.shape) >= new).astype(float)
        table = np.stack([metric, np.ones_like(past), past * known, known], axis=-1)
        found += [_compared(one, other, "mean", EFFECT) for one, other in _variants(table)]
    return np.array(found)


def _clicks(runs: int, chance: np.random.Generator) -> np.ndarray:
    traffic, found = Traffic(), []
    for size in batches(runs):
        shown, clicks = traffic.draw((size, 2 * PERSONS), chance)
        table = persons(shown, clicks, traffic.days, "ratio")
        found += [_compared(one, other, "ratio", 0.0) for one, other in _variants(table)]
    return np.array(found)


def _compared(one: Moments, other: Moments, kind: str, truth: float) -> tuple[float, float, float, bool]:
    plain, adjusted = compare(one, other, kind), compare(one, other, kind, adjust=True)
    held = adjusted.absolute.low <= truth <= adjusted.absolute.high
    return plain.absolute.value, adjusted.absolute.value, adjusted.variance_ratio, held


def _variants(table: np.ndarray) -> list[tuple[Moments, Moments]]:
    return list(zip(moments(table[:, :PERSONS]), moments(table[:, PERSONS:]), strict=True))


def _rows(name: str, found: np.ndarray, meant: float | None) -> list[Row]:
    plain, adjusted, ratio, held = found.T
    seen = adjusted.var() / plain.var()
    told = float(ratio.mean())
    away = Row(f"{name}: variance told", told, "of plain")
    if meant is not None:
        detail = f"theory {meant:.4f}, told {told:.4f}"
        away = Row(f"{name}: variance off theory", abs(told - meant), "of plain", "<=", 0.01, detail)
    # The ratio of two variances of correlated estimates strays by about sqrt(4 / runs) of itself at most.
    off, bound = abs(float(seen) / told - 1), 3 * np.sqrt(4 / len(found))
    return [
        away,
        Row(f"{name}: estimates off that", off, "of itself", "<=", float(bound), f"the runs vary by {seen:.4f}"),
        Row(f"{name}: intervals that hold", 100 * float(held.mean()), "%", ">=", 93.5),
    ]
