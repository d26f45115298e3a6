"""Evaluation: what a replayed log carries of each candidate, by touchpoint and overall, and who comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from slotwise.errors import EvaluationError
from slotwise.off_policy import checks
from slotwise.off_policy.estimates import estimate
from slotwise.off_policy.judging import Judgement, Reading
from slotwise.off_policy.logged import Target
from training.off_policy.decisions import Decisions
from training.off_policy.replaying import ENOUGH, Replayed

OVERALL = "overall"


@dataclass(frozen=True)
class Terms:
    """How candidates are judged: the reward, how much worse than the champion one may be, as a share, and how slots
    are taken to depend on each other."""

    reward: str = "click"
    margin: float = 0.0
    reading: Reading = "checks"

    def most(self, decisions: Decisions) -> float:
        """What one slot can be worth at most: one click or conversion, or the largest value that was seen."""
        return float(decisions.reward.max(initial=0.0)) if self.reward == "value" else 1.0


def terms(reward: str, margin: float, reading: str) -> Terms:
    """Return the terms that a command was given; raises EvaluationError for a reading that there is not."""
    known: dict[str, Reading] = {each: each for each in get_args(Reading)}
    if reading not in known:
        raise EvaluationError("there is no such reading", expected=sorted(known), given=reading)
    return Terms(reward, margin, known[reading])


def document(decisions: Decisions, replayed: Replayed, terms: Terms) -> dict[str, Any]:
    """Return everything that a log says of the candidates, as plain data."""
    logged = replayed.logged
    most = terms.most(decisions)
    candidates = {
        name: _candidate(decisions, replayed, target, terms, most) for name, target in replayed.targets.items()
    }
    return {
        "reward": terms.reward,
        "margin": terms.margin,
        "decisions": logged.decisions,
        "placements": len(logged),
        "pinned": replayed.pinned,
        "champion": estimate(logged, logged.reward).to_json(),
        "repeated": {"share": replayed.same, "enough": replayed.same >= ENOUGH},
        "audit": _audit(decisions, replayed),
        "candidates": candidates,
        "ranking": ranking(candidates),
    }


def ranking(candidates: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the candidates with a value overall, the best first; the champion's own name is not among them."""
    values = {name: each[OVERALL]["difference"] for name, each in candidates.items()}
    return sorted((name for name, each in values.items() if each), key=lambda name: -values[name]["value"])


def _candidate(decisions: Decisions, replayed: Replayed, target: Target, terms: Terms, most: float) -> dict[str, Any]:
    touchpoints, found = decisions.dataset.catalog.touchpoints, {}
    drawn = np.zeros(len(replayed.logged), np.bool_)
    for code in np.unique(replayed.touchpoint).tolist():
        rows = replayed.touchpoint == code
        judged = Judgement(
            replayed.logged.take(rows), target.take(rows), terms.margin, most=most, reading=terms.reading
        )
        found[touchpoints[code].touchpoint if code >= 0 else ""] = judged.document()
        drawn[rows] = checks.randomness(judged.logged).word == "ok"
    # A touchpoint whose log is certain says nothing of the candidate and would only thin the others out.
    rows = drawn if drawn.any() else ~drawn
    whole = Judgement(replayed.logged.take(rows), target.take(rows), terms.margin, most=most, reading=terms.reading)
    return {OVERALL: whole.document(), "touchpoints": found}


def _audit(decisions: Decisions, replayed: Replayed) -> dict[str, Any]:
    ids = decisions.dataset.catalog.contents.ids
    alarms = [
        {
            "content": ids[each.content],
            "slot": each.slot,
            "shown": each.shown,
            "expected": each.expected,
            "z": each.z,
        }
        for each in replayed.audit.alarms()
    ]
    return {"tested": len(replayed.audit.findings()), "alarms": alarms[:20]}
