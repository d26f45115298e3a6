"""Uneven splits: may a variant of few persons, in which little happens, be watched all the time?"""

from __future__ import annotations

import numpy as np

from bench.experiments.traffic import batches
from bench.speed.row import Row
from slotwise.statistics import sequential
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.margins import margin
from slotwise.statistics.moments import Moments

RUNS = 500
PERSONS = 20_000
LOOKS = 100
ALPHA = 0.05
SPLITS = (0.01, 0.05, 0.2, 0.5)
CLICK = 0.01
"""Share of the persons who click at all."""


def measure(runs: int, seed: int) -> list[Row]:
    """Count the experiments without any difference in which one of the looks found one."""
    chance = np.random.default_rng(seed)
    rows: list[Row] = []
    for split in SPLITS:
        found = np.mean([each for size in batches(runs) for each in _watched(size, split, chance)], axis=0)
        careful, plain, guard = (100 * float(each) for each in found)
        name = f"{100 * (1 - split):g} to {100 * split:g}"
        rows += [
            Row(f"{name}: always valid", careful, "%", "<=", 5.0, f"{runs:,} runs, {LOOKS} looks"),
            Row(f"{name}: guardrail", guard, "%", "<=", 5.0, "one-sided, a margin of 0, just kept"),
            Row(f"{name}: by Welch's variance alone", plain, "%", detail="what small variants need care for"),
        ]
    return rows


def _watched(runs: int, split: float, chance: np.random.Generator) -> list[tuple[bool, bool, bool]]:
    step = PERSONS // LOOKS
    treated = chance.binomial(step, split, (runs, LOOKS))
    persons = np.stack([step - treated, treated], axis=-1)
    clicked = chance.binomial(persons, CLICK).cumsum(axis=1)
    return [_looked(each) for each in zip(persons.cumsum(axis=1), clicked, strict=True)]


def _looked(run: tuple[np.ndarray, np.ndarray]) -> tuple[bool, bool, bool]:
    looks = [
        compare(*(_moments(int(n), int(k)) for n, k in zip(persons, clicked, strict=True)))
        for persons, clicked in zip(*run, strict=True)
        if persons.min() > 1
    ]
    return (
        any(each.always(PERSONS, ALPHA).absolute.p_value < ALPHA for each in looks),
        any(_plain(each) for each in looks),
        any(margin(each, 0.0, "lower", ALPHA, PERSONS).breached for each in looks),
    )


def _plain(comparison: Comparison) -> bool:
    found = comparison.absolute
    return sequential.always(found.value, found.standard_error, comparison.n, PERSONS, ALPHA).p_value < ALPHA


def _moments(n: int, clicked: int) -> Moments:
    return Moments(n, np.array([clicked, n, 0, 0], float), np.diag([clicked, n, 0, 0]).astype(float))
