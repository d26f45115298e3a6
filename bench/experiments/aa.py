"""A/A: experiments in which nothing differs; how often does the analysis find a difference all the same?"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import stats

from bench.experiments.traffic import Traffic, batches, moments, persons
from bench.speed.row import Row
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.margins import margin
from slotwise.statistics.moments import Moments
from slotwise.statistics.spending import bounds, look

RUNS = 2_000
PERSONS = 1_000
"""Of each variant; some of them never come."""
ALPHA = 0.05
LOOKS = (3, 6, 9, 12, 14)
"""Days of the group sequential looks."""
FIXED = {"clicks a person": ("mean", False), "clicks a person, past": ("mean", True)}
FIXED |= {"click rate": ("ratio", False), "click rate, past": ("ratio", True)}
Found = dict[str, list[float]]


def measure(runs: int, seed: int) -> list[Row]:
    """Simulate the experiments and count false alarms."""
    chance, traffic = np.random.default_rng(seed), Traffic()
    found: Found = defaultdict(list)
    limits = bounds([day / traffic.days for day in LOOKS], ALPHA)
    for size in batches(runs):
        shown, clicks = traffic.draw((size, 2 * PERSONS), chance)
        for name, (kind, past) in FIXED.items():
            for one, other in _variants(persons(shown, clicks, traffic.days, kind)):
                _at_the_end(found, name, compare(one, other, kind, past), one, other)
        days = [_variants(persons(shown, clicks, day + 1, "ratio")) for day in range(traffic.days)]
        for run in zip(*days, strict=True):
            _every_day(found, [compare(*pair, "ratio", True) for pair in run], limits)
    return _rows(found, runs)


def _variants(rows: np.ndarray) -> list[tuple[Moments, Moments]]:
    return list(zip(moments(rows[:, :PERSONS]), moments(rows[:, PERSONS:]), strict=True))


def _at_the_end(found: Found, name: str, comparison: Comparison, one: Moments, other: Moments) -> None:
    found[name].append(comparison.absolute.p_value)
    if name == "click rate":
        clicks, shown = np.array([one.total[:2], other.total[:2]]).T
        share = clicks.sum() / shown.sum()
        error = np.sqrt(share * (1 - share) * (1 / shown).sum())
        found["naive"].append(2 * stats.norm.sf(abs(np.diff(clicks / shown)[0]) / error))
        found["inflation"].append(comparison.inflation or 1.0)


def _every_day(found: Found, looks: list[Comparison], limits: np.ndarray) -> None:
    planned = looks[-1].n
    effects = [each.absolute for each in looks]
    found["peeking, fixed"].append(any(each.p_value < ALPHA for each in effects))
    found["peeking, always valid"].append(any(each.always(planned).absolute.p_value < ALPHA for each in looks))
    found["guardrail"].append(any(margin(each, 0.0, "lower", ALPHA, planned).breached for each in looks))
    crossed = [look(effects[day - 1], bound).crossed for day, bound in zip(LOOKS, limits, strict=True)]
    found["group sequential"].append(any(crossed))


def _rows(found: Found, runs: int) -> list[Row]:
    rows = []
    for name in FIXED:
        share, uniform = np.mean(np.array(found[name]) < ALPHA), stats.kstest(found[name], "uniform").pvalue
        rows += [
            Row(f"{name}: false alarms", 100 * float(share), "%", "<=", 6.0, f"{runs:,} runs, at least 4 is asked too"),
            Row(f"{name}: at least", 100 * float(share), "%", ">=", 4.0),
            Row(f"{name}: p uniform", float(uniform), "p of KS", ">=", 0.01),
        ]
    naive = float(np.mean(np.array(found["naive"]) < ALPHA))
    inflation = float(np.mean(found["inflation"]))
    peeks = {name: 100 * float(np.mean(found[name])) for name in found if isinstance(found[name][0], bool)}
    return [
        *rows,
        Row("click rate by exposure, naive", 100 * naive, "%", detail=f"variance too small by {inflation:.2f}"),
        Row("looked at daily, fixed horizon", peeks["peeking, fixed"], "%", detail="why looking early is not safe"),
        Row("looked at daily, always valid", peeks["peeking, always valid"], "%", "<=", 5.0, "over all 14 looks"),
        Row("looked at five times, group sequential", peeks["group sequential"], "%", "<=", 6.0),
        Row("guardrail watched daily, one-sided", peeks["guardrail"], "%", "<=", 5.0, "a margin of 0, just kept"),
    ]
