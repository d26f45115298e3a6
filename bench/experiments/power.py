"""Power: does an experiment of the planned size find the effect it was planned for as often as planned?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.experiments.traffic import Traffic, batches, moments, persons
from bench.speed.row import Row
from slotwise.statistics.capping import capped
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.estimating import Kind
from slotwise.statistics.power import Method, Power, Varying

RUNS = 2_000
ALPHA = 0.05
LIVE = 1_000_000
"""Persons of live traffic that the plans are made from."""
Draw = Callable[[tuple[int, int], np.random.Generator, float], np.ndarray]


def shares(shape: tuple[int, int], chance: np.random.Generator, lift: float) -> np.ndarray:
    """Persons of whom one in twelve buys; (runs, persons, 4)."""
    bought = (chance.random(shape) < 0.08 * (1 + lift)).astype(float)
    return np.stack([bought, *[np.ones(shape)] * 3], axis=-1)


def revenue(shape: tuple[int, int], chance: np.random.Generator, lift: float) -> np.ndarray:
    """Few persons who spend, some of them much; capped at 300, as was stated before."""
    spent = (chance.random(shape) < 0.15) * chance.lognormal(3.0, 0.8, shape) * (1 + lift)
    return np.stack([capped(spent, 300.0).values, *[np.ones(shape)] * 3], axis=-1)


def clicks(shape: tuple[int, int], chance: np.random.Generator, lift: float) -> np.ndarray:
    """Clicks and exposures of persons over a week, and of the four weeks before; everybody comes at least once."""
    shown, clicked = Traffic(days=1, daily=7.0).draw(shape, chance, lift)
    # The first exposure of the period is what brought the person into the experiment.
    shown[..., 1] += 1
    return persons(shown, clicked, 1, "ratio")


@dataclass(frozen=True)
class Design:
    """One design: what is compared, how, and the effect it is planned for, as a share of control's value."""

    name: str
    draw: Draw
    kind: Kind
    past: bool
    lift: float
    ratio: float = 1.0
    power: float = 0.8
    method: Method = "fixed"
    varying: Varying = "as_share"


DESIGNS = (
    Design("buyers", shares, "mean", False, 0.15),
    Design("revenue capped, split 80/20", revenue, "mean", False, 0.2, ratio=0.25, varying="in_proportion"),
    Design("click rate", clicks, "ratio", False, 0.12),
    Design("click rate, past, power 90 %", clicks, "ratio", True, 0.1, power=0.9),
    Design("click rate, past, always valid", clicks, "ratio", True, 0.12, method="always_valid"),
)


def measure(runs: int, seed: int) -> list[Row]:
    """Plan every design from live traffic, simulate it, and hold one power against the other."""
    chance = np.random.default_rng(seed)
    return [_row(each, runs, chance) for each in DESIGNS]


def _row(design: Design, runs: int, chance: np.random.Generator) -> Row:
    live = moments(design.draw((1, LIVE), chance, 0.0))[0]
    plan = Power.of(
        live,
        design.kind,
        design.past,
        ratio=design.ratio,
        alpha=ALPHA,
        power=design.power,
        method=design.method,
        varying=design.varying,
    )
    effect = plan.base * design.lift
    units = plan.units(effect)
    treated = round(units * design.ratio / (1 + design.ratio))
    found = []
    for size in batches(runs, max(1, 200_000 // units)):
        one = moments(design.draw((size, units - treated), chance, 0.0))
        other = moments(design.draw((size, treated), chance, design.lift))
        found += [
            _found(compare(*pair, design.kind, design.past), design, units) for pair in zip(one, other, strict=True)
        ]
    planned, seen = plan.chance(effect, units), float(np.mean(found))
    detail = f"planned {100 * planned:.1f} %, simulated {100 * seen:.1f} %, {units:,} persons, {runs:,} runs"
    return Row(design.name, 100 * abs(seen - planned), "points", "<=", 3.0, detail)


def _found(comparison: Comparison, design: Design, units: int) -> bool:
    effect = comparison.always(units).absolute if design.method == "always_valid" else comparison.absolute
    return effect.p_value < ALPHA and effect.value > 0
