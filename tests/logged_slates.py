"""A small log of slates with propensities, drawn from a seed, for tests of off-policy evaluation."""

import numpy as np

from slotwise.off_policy.logged import Logged, Target


def small_log(seed=1, decisions=60, slots=3, persons=20):
    """A log in which slates are of different lengths, and a candidate's probabilities of what was shown."""
    chance = np.random.default_rng(seed)
    lengths = chance.integers(1, slots + 1, decisions)
    decision = np.repeat(np.arange(decisions), lengths)
    slot = np.concatenate([np.arange(1, each + 1) for each in lengths])
    size = len(slot)
    conditionals = chance.uniform(0.05, 1.0, (2, size))
    prefixes = np.empty((2, size))
    for row in range(size):
        prefixes[:, row] = conditionals[:, row] * (prefixes[:, row - 1] if slot[row] > 1 else 1.0)
    logged = Logged(
        decision=decision,
        person=chance.integers(-1, persons, decisions)[decision],
        slot=slot,
        reward=(chance.random(size) < 0.3) * chance.uniform(0.5, 1.0, size),
        propensity=chance.uniform(0.05, 1.0, size),
        prefix=prefixes[0],
    )
    target = Target(
        propensity=chance.uniform(0.0, 1.0, size) * (chance.random(size) < 0.9),
        prefix=prefixes[1],
        predicted=chance.uniform(0, 0.4, size),
        expected=chance.uniform(0, 0.4, size),
        following=chance.uniform(0, 0.4, size),
    )
    return logged, target
