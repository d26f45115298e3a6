"""Marginals: how probably each candidate is drawn for each slot when slots are drawn one after the other.

As long as few slates can stand before a slot all of them are followed, and the numbers are exact; from then on the
likeliest and an even share of the rest (systematic resampling, Kitagawa 1996), without any chance of its own. That a
candidate is still left when a slot is drawn is known from the slots before, so only the smooth part is sampled.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FOLLOWED = 128
"""Most slates that are followed."""
Step = Callable[[NDArray[np.int64]], NDArray[np.float64]]
"""Given slates so far, int64 (r, j) of places: float64 (r, m), the probability of each candidate for the next slot."""


def marginals(step: Step, slots: int, size: int) -> NDArray[np.float64]:
    """Return float64 (slots, size): the probability of each of so many candidates for each slot."""
    found = np.zeros((slots, size))
    slates, weights = np.zeros((1, 0), np.int64), np.ones(1)
    for slot in range(slots if size else 0):
        chances = step(slates)
        found[slot] = _slot(found[:slot], slates, weights, chances)
        slates, weights = _followed(slates, weights[:, None] * chances)
        if not len(slates):
            break
    return found


def _slot(
    before: NDArray[np.float64], slates: NDArray[np.int64], weights: NDArray[np.float64], chances: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The probabilities of one slot; before (slots so far, m)."""
    plain = weights @ chances
    total = plain.sum()
    if not len(before) or weights.sum() < 1 - 1e-9:
        # Some slates have ended: who is left for the others is not known from the slots before.
        return plain
    taken = np.bincount(slates.ravel(), np.repeat(weights, slates.shape[1]), minlength=len(plain))
    left = np.maximum(1 - before.sum(axis=0), 0.0)
    sampled = 1 - taken
    smooth = np.where(sampled > 1e-9, plain / np.maximum(sampled, 1e-9), before[0])
    found: NDArray[np.float64] = left * smooth
    return found * (total / found.sum()) if total else plain


def _followed(slates: NDArray[np.int64], joint: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the slates with the next slot filled, and their weights; joint (r, m)."""
    rows, places = np.nonzero(joint)
    weights = joint[rows, places]
    if len(weights) > FOLLOWED:
        cumulated = np.cumsum(weights)
        marks = (np.arange(FOLLOWED) + 0.5) * (cumulated[-1] / FOLLOWED)
        kept, counts = np.unique(np.searchsorted(cumulated, marks), return_counts=True)
        rows, places, weights = rows[kept], places[kept], counts * (cumulated[-1] / FOLLOWED)
    return np.column_stack([slates[rows], places]), weights
