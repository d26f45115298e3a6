"""Compare: two models case by case on the same occasions, metric by metric and touchpoint by touchpoint."""

from typing import Any

import numpy as np

from training.bootstrap import Persons
from training.judged import Judged

FEWEST = 10
"""Occasions of a touchpoint below which it is left out."""


def compare(one: Judged, other: Judged, main: str, resamples: int = 1_000, seed: int = 17) -> dict[str, Any]:
    """Return both models' values with the paired difference `one` minus `other`: overall, and `main` by touchpoint.

    Raises EvaluationError unless both were judged on the same cases.
    """
    every = Persons(one.person, resamples, seed)
    differences = one.minus(other, every)
    values = {name: (every.interval(*one.of(name)), every.interval(*other.of(name))) for name in differences}
    metrics = {
        name: {"one": ours.to_json(), "other": theirs.to_json(), "difference": differences[name]}
        for name, (ours, theirs) in values.items()
        if np.isfinite(ours.value) or np.isfinite(theirs.value)
    }
    found: dict[str, Any] = {"main": main, "cases": len(one.person), "metrics": metrics, "touchpoints": {}}
    for touchpoint in np.unique(one.touchpoint).tolist():
        rows = np.flatnonzero(one.touchpoint == touchpoint)
        first, second = (each.take(rows, one.fingerprint) for each in (one, other))
        persons = Persons(first.person, resamples, seed)
        difference = first.difference(second, main, persons)
        if difference.cases >= FEWEST:
            found["touchpoints"][touchpoint] = {
                "one": persons.interval(*first.of(main)).to_json(),
                "other": persons.interval(*second.of(main)).to_json(),
                "difference": difference.to_json(),
            }
    return found
