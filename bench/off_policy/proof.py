"""Proof: many logs of a world, what every estimator said of every candidate, and how often that was right."""

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import kendalltau

from bench.off_policy.worlds import CANDIDATES, World
from slotwise.off_policy.estimates import estimate
from slotwise.off_policy.judging import Judgement
from slotwise.off_policy.terms import ESTIMATORS, WITHOUT_INTERVAL

COUNTS = "the one that counts"


@dataclass
class Errors:
    """One estimator over logs and candidates: errors as shares of the champion's value, and intervals that covered."""

    errors: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    taus: list[float] = field(default_factory=list)
    refused: int = 0

    def row(self, name: str) -> dict[str, Any]:
        """Return the figures as one row of a table."""
        errors = np.array(self.errors)
        return {
            "estimator": name,
            "error": float(np.sqrt(np.mean(errors**2))) if len(errors) else None,
            "bias": float(errors.mean()) if len(errors) else None,
            "coverage": float(np.mean(self.covered)) if self.covered and name not in WITHOUT_INTERVAL else None,
            "tau": float(np.mean(self.taus)) if self.taus else None,
            "refused": self.refused,
        }


def prove(world: World, logs: int) -> dict[str, Any]:
    """Return the figures of every estimator, and of the one that the checks choose, over so many logs; and targets."""
    begun = time.monotonic()
    found = {name: Errors() for name in (COUNTS, *ESTIMATORS)}
    for seed in range(logs):
        drawn, values = world.log(seed), {name: {} for name in found}
        for candidate, target in drawn.targets.items():
            judged = Judgement(drawn.logged, target, reading=world.reading)
            told = {name: estimate(drawn.logged, each) for name, each in judged.terms.items()}
            if judged.value is None:
                found[COUNTS].refused += 1
            else:
                told[COUNTS] = judged.value
            for name, each in told.items():
                _add(found[name], each, world, candidate)
                values[name][candidate] = each.value
        for name, said in values.items():
            if len(said) == len(CANDIDATES):
                true = [world.truth[each] for each in CANDIDATES]
                found[name].taus.append(float(kendalltau([said[each] for each in CANDIDATES], true).statistic))
    rows = [each.row(name) for name, each in found.items() if each.errors or each.refused]
    targets = _targets(rows)
    document = {"logs": logs, "seconds": time.monotonic() - begun, "rows": rows, "targets": targets}
    return document | {"reached": all(each["reached"] for each in targets)}


def _targets(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the estimate that counts has to reach."""
    by_name = {each["estimator"]: each for each in rows}
    counts, plain = by_name[COUNTS], by_name["slate_ips"]
    told = {
        "95 % intervals cover the truth in 92 to 98 %": 0.92 <= (counts["coverage"] or 0) <= 0.98,
        "Kendall's tau of six candidates at least 0.8": (counts["tau"] or 0) >= 0.8,
        "error at most three quarters of whole-slate IPS": (counts["error"] or 1) <= 0.75 * plain["error"],
    }
    return [{"target": target, "reached": bool(reached)} for target, reached in told.items()]


def _add(errors: Errors, told: Any, world: World, candidate: str) -> None:
    true = world.truth[candidate]
    errors.errors.append((told.value - true) / world.truth["champion"])
    errors.covered.append(bool(told.low() <= true <= told.high()))
