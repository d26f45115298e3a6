"""Examination: how well each slot is seen, from clicks alone.

The position-based model (Richardson et al. 2007; Craswell et al. 2008): a click needs that the slot is
seen and that the content attracts, P(click) = seen[slot] attract[content]. Both sides are fitted in turn.
"""

import numpy as np
from numpy.typing import NDArray

from slotwise.impressions import Impressions

_ROUNDS = 10
_CLICKS = 20.0
"""Expected clicks with which a slot is drawn towards the slot before it."""


def examination(shown: Impressions | None) -> NDArray[np.float64]:
    """Return float64 (n_slots,): chance that each slot is seen, slot 1 = 1, never rising; [1.0] without impressions."""
    if shown is None or not shown.clicked.any():
        return np.ones(1)
    slot, content = np.maximum(shown.slot.astype(np.intp) - 1, 0), shown.content
    seen = np.ones(int(slot.max()) + 1)
    clicked = shown.clicked.astype(np.float64)
    by_content = np.bincount(content, weights=clicked)
    by_slot = np.bincount(slot, weights=clicked).astype(np.float64)
    mean = float(clicked.mean())
    for _ in range(_ROUNDS):
        exposed = np.bincount(content, weights=seen[slot], minlength=len(by_content))
        attract = (by_content + 100 * mean) / (exposed + 100)
        expected = np.bincount(slot, weights=attract[content], minlength=len(seen)).astype(np.float64)
        seen = _settled(by_slot, expected)
    return seen


def visibility(shown: Impressions | None, touchpoints: int) -> NDArray[np.float64]:
    """Return float64 (n_touchpoints + 1, n_slots): clicks to expect in a place against an average first slot.

    A slot's examination times the touchpoint's level, which is drawn towards 1; the last row, for places
    unknown, is the examination alone.
    """
    seen = examination(shown)
    levels = np.ones(touchpoints + 1)
    if shown is not None and shown.clicked.any():
        weight = seen[np.maximum(shown.slot.astype(np.intp) - 1, 0)]
        rate = float(shown.clicked.sum() / weight.sum())
        known = shown.touchpoint >= 0
        at = shown.touchpoint[known]
        expected = rate * np.bincount(at, weights=weight[known], minlength=touchpoints)
        clicks = np.bincount(at, weights=shown.clicked[known], minlength=touchpoints)
        levels[:touchpoints] = (clicks + _CLICKS) / (expected + _CLICKS)
    return levels[:, None] * seen


def _settled(clicks: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    seen = np.ones(len(clicks))
    first = clicks[0] / max(expected[0], 1e-9)
    for place in range(1, len(clicks)):
        ratio = (clicks[place] + _CLICKS * seen[place - 1]) / (expected[place] * first + _CLICKS)
        seen[place] = min(max(ratio, 1e-3), seen[place - 1])
    return seen
