"""Sampling: which of the logged slates are put to the candidates."""

import numpy as np

from slotwise.chance import generator
from training.off_policy.decisions import Decisions


def served_by(decisions: Decisions, version: str) -> tuple[Decisions, int]:
    """Return the slates that a version's ranker answered, and how many placements of other versions are left out.

    Logs that do not tell versions, and models without one, are taken as they are; slates that stand on a lower step
    of the ladder are left out, since nothing of the candidate would have been asked there either.
    """
    told = decisions.version != ""
    own = ~told | (decisions.version == version) if version else np.ones(len(decisions), np.bool_)
    return decisions.take(own & decisions.ranked), int((~own).sum())


def drawn(decisions: Decisions, most: int) -> Decisions:
    """Return at most so many slates, drawn evenly over the log, always the same ones."""
    slates = np.unique(decisions.shown.decision)
    if len(slates) <= most:
        return decisions
    chosen = generator("off policy", str(len(slates))).permutation(slates)[:most]
    return decisions.take(np.isin(decisions.shown.decision, chosen))
