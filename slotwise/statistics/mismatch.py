"""Sample ratio mismatch: did every variant get the share of the persons that it was given?

Of a log that lost persons of one variant no number can be trusted (Fabijan et al. 2019, "Diagnosing sample ratio
mismatch in online controlled experiments").
"""

from collections.abc import Mapping
from math import exp, log
from typing import NamedTuple

from slotwise.errors import StatisticsError
from slotwise.statistics import tails

ALPHA = 0.001
FEWEST = 5.0
"""Persons that every variant must be expected to have before chi-square means anything."""


class SampleRatio(NamedTuple):
    """What was found; `ok` is False for a mismatch and for persons where none can be."""

    ok: bool
    p_value: float
    log10_p: float
    chi_square: float
    df: int
    expected: dict[str, float]
    stray: dict[str, int]
    """Persons in variants of weight 0, or of no weight at all: there can be none."""


def sample_ratio(units: Mapping[str, int], weights: Mapping[str, float], alpha: float = ALPHA) -> SampleRatio:
    """Test units by variant against the weights; variants of weight 0 take no degree of freedom.

    With too few units to tell (fewer than five expected in a variant) p is 1. Raises StatisticsError for weights that
    are negative or all 0.
    """
    if any(each < 0 for each in weights.values()) or not sum(weights.values()) > 0:
        raise StatisticsError("weights are shares, and some are above 0", given=dict(weights))
    live = {variant: each for variant, each in weights.items() if each > 0}
    stray = {variant: n for variant, n in units.items() if n and variant not in live}
    found = {variant: units.get(variant, 0) for variant in live}
    persons, whole = sum(found.values()), sum(live.values())
    expected = {variant: persons * each / whole for variant, each in live.items()}
    if len(live) < 2 or min(expected.values()) < FEWEST:
        return SampleRatio(not stray, 1.0, 0.0, 0.0, len(live) - 1, expected, stray)
    chi_square = sum((found[variant] - each) ** 2 / each for variant, each in expected.items())
    log_p = tails.log_chi_square(chi_square, len(live) - 1)
    ok = log_p >= log(alpha) and not stray
    return SampleRatio(ok, exp(log_p), log_p / log(10), chi_square, len(live) - 1, expected, stray)
