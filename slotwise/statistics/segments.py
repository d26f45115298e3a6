"""Segments: does the effect differ between them by more than chance?"""

from collections.abc import Sequence
from math import exp, inf
from typing import NamedTuple

from slotwise.statistics import tails
from slotwise.statistics.effect import Effect


class Differing(NamedTuple):
    """Cochran's Q over segments: chi-square with `df` degrees of freedom when all have one effect."""

    q: float
    df: int
    p_value: float


def differing(effects: Sequence[Effect]) -> Differing:
    """Test whether segments of different persons share one effect (Cochran 1954).

    Segments without an interval are left out; with fewer than two left p is 1. A segment's own effect is judged with
    Benjamini-Hochberg over all segments that were declared.
    """
    known = [each for each in effects if 0 < each.standard_error < inf]
    if len(known) < 2:
        return Differing(0.0, 0, 1.0)
    weights = [each.standard_error**-2 for each in known]
    common = sum(w * each.value for w, each in zip(weights, known, strict=True)) / sum(weights)
    q = sum(w * (each.value - common) ** 2 for w, each in zip(weights, known, strict=True))
    return Differing(q, len(known) - 1, exp(tails.log_chi_square(q, len(known) - 1)))
