"""Sample ratio: is a planted loss found, and how often is a clean log suspected?"""

from __future__ import annotations

import numpy as np

from bench.speed.row import Row
from slotwise.statistics.evidence import alarming, log10_evidence
from slotwise.statistics.mismatch import sample_ratio

RUNS = 1_000
PERSONS = 500_000
LOOKS = 50
LOSS = 0.02
"""Share of one variant's exposures that never reach the log."""
WEIGHTS = {"control": 0.5, "bold": 0.5}


def measure(runs: int, seed: int) -> list[Row]:
    """Count alarms on clean logs and on logs with a planted loss, at the end and while watching."""
    chance = np.random.default_rng(seed)
    clean = [_watched(units) for units in _units(runs, 0.0, chance)]
    lossy = [_watched(units) for units in _units(max(runs // 5, 1), LOSS, chance)]
    # One alarm in a thousand is the stated rate; six or more of a thousand come by chance once in 1,700 times.
    most = 1 + 4 * np.sqrt(runs / 1_000) if runs >= 1_000 else 2.0
    when = np.array([each[2] for each in lossy])
    return [
        Row("clean, chi-square at the end", sum(each[0] for each in clean), "alarms", "<=", most, f"{runs:,} runs"),
        Row("clean, e-value at 50 looks", sum(each[2] <= PERSONS for each in clean), "alarms", "<=", most),
        Row("clean, chi-square at 50 looks", sum(each[1] for each in clean), "alarms", detail="why it is not watched"),
        Row("2 % lost, chi-square at the end", 100 * float(np.mean([each[0] for each in lossy])), "%", ">=", 100.0),
        Row("2 % lost, e-value", 100 * float(np.mean(when <= PERSONS)), "%", ">=", 100.0, f"{len(lossy)} runs"),
        Row("2 % lost, persons until the e-value", float(np.median(when)), "", detail=f"at most {when.max():,.0f}"),
    ]


def _units(runs: int, loss: float, chance: np.random.Generator) -> np.ndarray:
    """Return persons seen by run, look and variant, of PERSONS who came in all, in equal steps."""
    bold = chance.binomial(PERSONS // LOOKS, WEIGHTS["bold"], (runs, LOOKS))
    return np.stack([PERSONS // LOOKS - bold, chance.binomial(bold, 1 - loss)], axis=-1).cumsum(axis=1)


def _watched(units: np.ndarray) -> tuple[bool, bool, float]:
    """Return whether chi-square alarms at the end, at any look, and after how many persons the e-value does."""
    looks = [{"control": int(one), "bold": int(other)} for one, other in units]
    found = [not sample_ratio(each, WEIGHTS).ok for each in looks]
    alarms = [alarming(log10_evidence(each, WEIGHTS)) for each in looks]
    step = PERSONS // LOOKS
    return found[-1], any(found), (1 + alarms.index(True)) * step if any(alarms) else float("inf")
