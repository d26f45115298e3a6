"""Lift: what a treatment added, from counts of treated and held-out persons, with intervals.

difference: p_t - p_h with Newcombe's hybrid score interval (Newcombe 1998, Statistics in Medicine 17:873-890, method
10), built from Wilson's limits (Wilson 1927) of both shares. It holds near 0, where conversions live.
ratio: p_t / p_h with the log interval (Katz, Baptista, Azen, Pike 1978, Biometrics 34:469-474); with nobody converted
in one of the groups half a conversion is added to both (Walters 1985).
"""

from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, sqrt
from typing import Any, NamedTuple

from scipy.special import ndtri

from slotwise.errors import LiftError

LEVEL = 0.95
"""Share of samples whose interval holds the truth."""
POWER = 0.8
"""Chance to notice the smallest difference that counts as detectable."""
FEWEST_PERSONS = 50
"""Persons that each group needs before anything is said ..."""
FEWEST_CONVERSIONS = 5
"""... and conversions that both need together: with fewer no interval is worth its name."""


class Interval(NamedTuple):
    """An estimate between its limits."""

    value: float
    low: float
    high: float

    def holds(self, truth: float) -> bool:
        """Tell whether a value lies within the limits."""
        return self.low <= truth <= self.high


class Group(NamedTuple):
    """Persons of one group, and how many of them did what was hoped for."""

    persons: int
    converted: int

    @property
    def rate(self) -> float:
        """Share that converted; 0 in a group of nobody."""
        return self.converted / self.persons if self.persons else 0.0


@dataclass(frozen=True)
class Lift:
    """Treated against held-out persons; raises LiftError for counts that cannot be."""

    treated: Group
    held_out: Group
    level: float = LEVEL

    def __post_init__(self) -> None:
        for group in (self.treated, self.held_out):
            if not 0 <= group.converted <= group.persons:
                raise LiftError("more converted than there were", expected=f"0 to {group.persons}", given=group)
        if not 0 < self.level < 1:
            raise LiftError("a level of confidence lies between 0 and 1", given=self.level)

    @property
    def refused(self) -> str:
        """Why nothing can be said, empty when there is enough."""
        fewest = min(self.treated.persons, self.held_out.persons)
        if fewest < FEWEST_PERSONS:
            return f"a group has {fewest} persons; {FEWEST_PERSONS} are needed"
        converted = self.treated.converted + self.held_out.converted
        if converted < FEWEST_CONVERSIONS:
            return f"{converted} persons converted; {FEWEST_CONVERSIONS} are needed"
        return ""

    @cached_property
    def difference(self) -> Interval:
        """Share of treated less share of held-out persons; raises LiftError where `refused` says why."""
        self._check()
        one, other = self.treated, self.held_out
        low_one, high_one = wilson(one, self.level)
        low_other, high_other = wilson(other, self.level)
        found = one.rate - other.rate
        return Interval(
            found,
            found - sqrt((one.rate - low_one) ** 2 + (high_other - other.rate) ** 2),
            found + sqrt((high_one - one.rate) ** 2 + (other.rate - low_other) ** 2),
        )

    @cached_property
    def ratio(self) -> Interval:
        """Share of treated over share of held-out persons; raises LiftError where `refused` says why."""
        self._check()
        more = 0.0 if self.treated.converted and self.held_out.converted else 0.5
        one, other = self.treated.converted + more, self.held_out.converted + more
        of_one, of_other = self.treated.persons + more, self.held_out.persons + more
        found = (one / of_one) / (other / of_other)
        spread = _z(self.level) * sqrt(max(1 / one - 1 / of_one + 1 / other - 1 / of_other, 0.0))
        return Interval(found, exp(log(found) - spread), exp(log(found) + spread))

    @property
    def detectable(self) -> float:
        """Smallest difference of shares that these groups would show with a power of 80 %, infinite without one.

        (z_level + z_power) sqrt(p (1 - p) (1 / n_t + 1 / n_h)) with p of both groups together (Fleiss, Levin, Paik
        2003, Statistical Methods for Rates and Proportions, 4.2), p being at least half a conversion in all.
        """
        persons = self.treated.persons + self.held_out.persons
        if not self.treated.persons or not self.held_out.persons:
            return inf
        share = min(max(self.treated.converted + self.held_out.converted, 0.5) / persons, 1 - 0.5 / persons)
        spread = sqrt(share * (1 - share) * (1 / self.treated.persons + 1 / self.held_out.persons))
        return float((_z(self.level) + ndtri(POWER)) * spread)

    def to_json(self) -> dict[str, Any]:
        """Return the counts and, where there are enough, difference and ratio with their intervals."""
        detectable = self.detectable
        found: dict[str, Any] = {
            "treated": {**self.treated._asdict(), "rate": self.treated.rate},
            "held_out": {**self.held_out._asdict(), "rate": self.held_out.rate},
            "level": self.level,
            "detectable_difference": None if detectable == inf else detectable,
            "refused": self.refused or None,
            "difference": None,
            "ratio": None,
        }
        if not self.refused:
            found |= {"difference": self.difference._asdict(), "ratio": self.ratio._asdict()}
        return found

    def _check(self) -> None:
        if self.refused:
            raise LiftError(self.refused, hint="wait for more persons, or hold out a larger share")


def wilson(group: Group, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927); 0 to 1 for a group of nobody."""
    if not group.persons:
        return 0.0, 1.0
    n, p, z2 = group.persons, group.rate, _z(level) ** 2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At a share of 0 or 1 the limit is that share; rounding must not put it beside.
    return min(max(middle - half, 0.0), p), max(min(middle + half, 1.0), p)


def _z(level: float) -> float:
    return float(ndtri((1 + level) / 2))
