"""Terms: every estimator as one number a placement, whose sum over the log, divided by its slates, is the value.

Per slot they add up to slates, because a slate's reward is the sum of its slots'. Sources: item-position and
reward-interaction IPS: Li et al. (2018), McInerney et al. (2020); doubly robust: Dudik et al. (2011); SWITCH: Wang et
al. (2017); cascade doubly robust: Kiyohara et al. (2022); self-normalised: Swaminathan and Joachims (2015). Terms of a
self-normalised estimator are linearised, so that sums by person give its variance too (the delta method).
"""

from collections.abc import Callable

import numpy as np

from slotwise.off_policy import weights as weighing
from slotwise.off_policy.logged import Floats, Logged, Target

Estimator = Callable[[Logged, Target], Floats | None]
"""Gives float64 (n,), None where what it needs is not known."""


def on_policy(logged: Logged) -> Floats:
    """Return the terms of the policy that made the log: its rewards."""
    return logged.reward


def ips(logged: Logged, target: Target) -> Floats | None:
    """Each slot's reward times the weight of its content in the slot: right where slots do not depend on each other."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else weight * logged.reward


def self_normalised(logged: Logged, target: Target) -> Floats | None:
    """The same, divided by the mean weight of each slot."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else normalised(logged, weight)


def clipped(logged: Logged, target: Target) -> Floats | None:
    """Item-position with weights that are cut at `weights.MOST`: how much hangs on the largest."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else weighing.clipped(weight) * logged.reward


def direct(logged: Logged, target: Target) -> Floats | None:
    """What a model of the reward expects. Without any right to an interval: the model's own error is not in it."""
    return target.expected


def doubly_robust(logged: Logged, target: Target) -> Floats | None:
    """The model's expectation, corrected by weighted surprises: right if either model or weights are."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else _corrected(logged, target, weight)


def switch(logged: Logged, target: Target) -> Floats | None:
    """Doubly robust where weights are at most `weights.MOST`, the model alone elsewhere."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else _corrected(logged, target, np.where(weight <= weighing.MOST, weight, 0.0))


def shrunk(logged: Logged, target: Target) -> Floats | None:
    """Doubly robust with weights under optimistic shrinkage."""
    weight = weighing.by_item(logged, target)
    return None if weight is None else _corrected(logged, target, weighing.shrunk(weight))


def prefix_ips(logged: Logged, target: Target) -> Floats:
    """Each slot's reward times the weight of the slate up to it: right where persons read from the first slot on."""
    return weighing.by_prefix(logged, target) * logged.reward


def prefix_self_normalised(logged: Logged, target: Target) -> Floats:
    """The same, divided by the mean weight of each slot."""
    return normalised(logged, weighing.by_prefix(logged, target))


def cascade_doubly_robust(logged: Logged, target: Target) -> Floats | None:
    """Reward-interaction, with what the model expects after each prefix as the base line."""
    if target.predicted is None or target.following is None:
        return None
    weight = weighing.by_prefix(logged, target)
    return weight * (logged.reward - target.predicted) + weighing.before(logged, weight) * target.following


def slate_ips(logged: Logged, target: Target) -> Floats:
    """The whole slate's weight on each of its rewards: assumes nothing and has the largest variance."""
    return weighing.of_slate(logged, weighing.by_prefix(logged, target)) * logged.reward


def normalised(logged: Logged, weight: Floats) -> Floats:
    """Return the linearised terms of a self-normalised estimator: each slot's sum is its rows times the ratio."""
    terms = np.zeros(len(logged))
    for slot in np.unique(logged.slot):
        rows = np.flatnonzero(logged.slot == slot)
        mean = weight[rows].mean()
        if mean > 0:
            ratio = float(weight[rows] @ logged.reward[rows]) / (mean * len(rows))
            terms[rows] = ratio + weight[rows] * (logged.reward[rows] - ratio) / mean
    return terms


def _corrected(logged: Logged, target: Target, weight: Floats) -> Floats | None:
    if target.predicted is None or target.expected is None:
        return None
    return weight * (logged.reward - target.predicted) + target.expected


ITEM: dict[str, Estimator] = {
    "ips": ips,
    "self_normalised": self_normalised,
    "doubly_robust": doubly_robust,
}
"""Right where slots do not depend on each other."""
PREFIX: dict[str, Estimator] = {
    "prefix_ips": prefix_ips,
    "prefix_self_normalised": prefix_self_normalised,
    "cascade_doubly_robust": cascade_doubly_robust,
}
"""Right where what stands above a slot matters to it."""
SENSITIVITY: dict[str, Estimator] = {"clipped": clipped, "switch": switch, "shrunk": shrunk}
"""Biased towards what the log shows often: how much the value hangs on a few large weights."""
DIAGNOSTICS: dict[str, Estimator] = {"slate_ips": slate_ips, "direct": direct}
"""To look at, never to decide by."""
ESTIMATORS = ITEM | PREFIX | SENSITIVITY | DIAGNOSTICS
WITHOUT_INTERVAL = frozenset({"direct"})
