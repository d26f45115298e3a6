"""Bandits: what a simple policy would have been worth on logged bandit data of others, by who logged it."""

from typing import Any

import numpy as np

from slotwise.off_policy.judging import Judgement
from slotwise.off_policy.logged import Target
from training.sources.logged_bandit import BanditLog


def uniform(found: BanditLog) -> Target:
    """Return what a policy says that shows every content of the log with the same probability."""
    share = np.full(len(found.logged), 1 / max(found.contents, 1))
    return Target(share, share)


def document(logs: dict[str, BanditLog], margin: float) -> dict[str, Any]:
    """Return what each policy's log carries of the uniform policy, as plain data."""
    judged = {name: Judgement(each.logged, uniform(each), margin).document() for name, each in logs.items()}
    return {"reward": "click", "margin": margin, "candidate": "uniform", "logged_by": judged}
