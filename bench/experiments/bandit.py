"""Bandits: what moving weights do to a plain difference of means, and whether inverse probabilities mend it."""

from __future__ import annotations

import numpy as np

from bench.speed.row import Row
from slotwise.experiments import bandit
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.joint import compare_joint, inverse_probability
from slotwise.statistics.moments import Moments

RUNS = 1_000
PERSONS, COMING, BATCHES = 1_500, 0.5, 8
"""Persons of a world, the share of them that comes in a batch, and batches."""
CLICK, ALIKE = 0.15, 6.0
"""Mean and concentration of the persons' click rates (beta)."""
WORLDS = {
    "no effect, days alike": ((1.0, 1.0, 1.0), 0.0),
    "an effect of 20 %, days alike": ((1.0, 1.0, 1.2), 0.0),
    "no effect, rates double": ((1.0, 1.0, 1.0), 1.0),
    "an effect of 20 %, rates double": ((1.0, 1.0, 1.2), 1.0),
}
"""By name: what each variant makes of a person's click rate, and by how much rates rise from the first batch on."""


def measure(runs: int, seed: int) -> list[Row]:
    """Run bandits of three variants; compare the last with control as if weights had stood still, and weighted."""
    chance, rows = np.random.default_rng(seed), list[Row]()
    for name, (effects, growth) in WORLDS.items():
        found = [_run(effects, growth, chance) for _ in range(runs)]
        truth = CLICK * (effects[2] - effects[0]) * (1 + growth / 2)
        for how, place in (("plain difference", 0), ("inverse probabilities", 1)):
            rows += _rows(f"{name}: {how}", [each[place] for each in found], truth, place == 1)
        rows.append(Row(f"{name}: units of the last", 100 * float(np.mean([each[2] for each in found])), "%"))
    return rows


def _run(
    effects: tuple[float, ...], growth: float, chance: np.random.Generator
) -> tuple[Comparison, Comparison, float]:
    rate = chance.beta(CLICK * ALIKE, (1 - CLICK) * ALIKE, PERSONS)
    weights, batches, parts = [1 / 3] * 3, list[list[Moments]](), list[np.ndarray]()
    for batch in range(BATCHES):
        who = np.flatnonzero(chance.random(PERSONS) < COMING)
        which = chance.choice(3, len(who), p=weights)
        risen = rate[who] * (1 + growth * batch / (BATCHES - 1))
        clicks = chance.poisson(risen * np.array(effects)[which])
        parts.append(np.stack([who, which, np.array(weights)[which], clicks], axis=1))
        batches.append([_moments(clicks[which == each]) for each in range(3)])
        weights = bandit.weights(bandit.by_batch(batches))
    person, variant, probability, clicks = np.concatenate(parts).T
    pooled = [_moments(clicks[variant == each]) for each in range(3)]
    side = np.select([variant == 2, variant == 0], [1, 0], -1)
    weighted = inverse_probability(person, side, probability, clicks)
    return compare(pooled[0], pooled[2]), compare_joint(weighted), float((variant == 2).mean())


def _moments(clicks: np.ndarray) -> Moments:
    return Moments.of(np.stack([clicks, np.ones(len(clicks)), *np.zeros((2, len(clicks)))], axis=1))


def _rows(name: str, found: list[Comparison], truth: float, ours: bool) -> list[Row]:
    values = np.array([each.absolute.value for each in found]) - truth
    error = values.std(ddof=1) / np.sqrt(len(values))
    held = 100 * float(np.mean([each.absolute.low <= truth <= each.absolute.high for each in found]))
    detail = f"{values.mean():+.4f} of {CLICK} clicks a unit, with an error of {error:.4f}"
    bias = abs(float(values.mean())) / float(error)
    return [
        Row(f"{name}, bias", bias, "standard errors", *(("<=", 3.3) if ours else ()), detail=detail),
        Row(f"{name}, intervals that hold", held, "%", *((">=", 93.0) if ours else ())),
    ]
