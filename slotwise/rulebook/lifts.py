"""Lifts: terms that rules add to scores, and how hard a guarantee pulls."""

import math

import numpy as np
from numpy.typing import NDArray

from slotwise.rulebook.verdict import Verdict

LEAD = 1.0
"""Standard errors by which a guarantee wants to be ahead, so that it is kept and not just approached."""
_MOST = 12.0
"""Largest lag that is answered: with strength 1, twelve standard deviations of the scores."""


def lag(due: float, shown: int, everything: int, share: float | None) -> float:
    """Return by how many standard errors exposures are behind, from 0 (ahead by `LEAD` of them) to 12.

    `everything` are all exposures on the touchpoints. The error is that of chance alone, sqrt(n s (1 - s)) for a share
    and sqrt(due) for a number: a lag that stays grows against it, so that the pull does not rest until it is made up.
    """
    if due <= 0:
        return 0.0
    spread = due if share is None else everything * share * (1.0 - share)
    return min(max((due - shown) / math.sqrt(spread + 1.0) + LEAD, 0.0), _MOST)


def terms(
    verdict: Verdict, contents: NDArray[np.int32], scores: NDArray[np.float64], temperature: float
) -> NDArray[np.float64]:
    """Return float64 (m,): what is added to the scores (m,) of candidates, contents int32 (m,).

    Boosts are in standard deviations of the scores, so that they mean the same for every model and on every step of the
    ladder. What a guarantee adds is felt by the draw too: where the policy's temperature is larger, it is in that.
    Where all scores are equal their deviation counts as 1.
    """
    deviation = _deviation(scores) if len(scores) else 0.0
    unit = deviation if deviation > 1e-9 else 1.0
    added = np.zeros(len(scores))
    if verdict.boost is not None:
        added += unit * verdict.boost.take(contents)
    for lift, strength in verdict.pulls:
        added += max(unit, temperature) * strength * lift.mask.take(contents)
    return added


def _deviation(scores: NDArray[np.float64]) -> float:
    """The standard deviation as numpy's `std` computes it, bit by bit, without what it does for other arrays."""
    apart = scores - np.add.reduce(scores) / len(scores)
    apart *= apart
    return math.sqrt(np.add.reduce(apart) / len(scores))
