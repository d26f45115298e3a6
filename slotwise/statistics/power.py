"""Power: which effect so many persons show, and how many an effect needs, from the sums of live traffic."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf, isnan, sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.special import nctdtr, ndtr, stdtrit

from slotwise.errors import StatisticsError
from slotwise.statistics.adjusting import adjusted, covariates
from slotwise.statistics.estimating import Kind, estimate
from slotwise.statistics.moments import Moments, X, Y
from slotwise.statistics.sequential import reach
from slotwise.statistics.spending import bounds

Method = Literal["fixed", "always_valid", "group_sequential"]
Varying = Literal["as_share", "as_control", "in_proportion"]
"""How the treated are taken to vary, beside control. `as_control`: alike, as most calculators have it. `as_share`: as
chance makes it for a share that is larger or smaller, and alike where the metric is none. `in_proportion`: every
person's value is multiplied, as revenue is, so that the standard deviation moves with the value."""
LOOKS = 5
"""Looks that a group sequential plan takes, evenly spaced."""
_MOST = 1e15


@dataclass(frozen=True)
class Power:
    """What a comparison of two variants can show; persons are those of both variants together.

    base: control's value. spread: variance of a person's value, after adjustment by the past. ratio: treated persons
    for each of control's. coins: denominators a person when the metric is a share of them (exposures, or 1 for a
    person's yes or no), 0 when it is none: R (1 - R) / coins of the spread is then the chance of each single one.
    """

    base: float
    spread: float
    ratio: float = 1.0
    alpha: float = 0.05
    power: float = 0.8
    method: Method = "fixed"
    variance_ratio: float = 1.0
    coins: float = 0.0
    in_proportion: bool = False

    def __post_init__(self) -> None:
        if not (self.spread > 0 and self.ratio > 0 and 0 < self.alpha < 1 and self.alpha < self.power < 1):
            raise StatisticsError("a plan needs a metric that varies, and alpha < power < 1", given=self)

    @classmethod
    def of(
        cls,
        traffic: Moments,
        kind: Kind = "mean",
        adjust: bool = False,
        *,
        ratio: float = 1.0,
        alpha: float = 0.05,
        power: float = 0.8,
        method: Method = "fixed",
        varying: Varying = "as_share",
    ) -> "Power":
        """Plan from persons as they are without an experiment; raises StatisticsError where the metric never varies."""
        plain = found = estimate(traffic, kind)
        if adjust and not (by := covariates(traffic, kind)).why_not:
            found = adjusted(traffic, traffic, kind, by)
        shrunk = found.variance / plain.variance if plain.variance else 1.0
        coins = _coins(traffic, kind) if varying == "as_share" else 0.0
        proportional = varying == "in_proportion"
        return cls(plain.value, found.variance * traffic.n, ratio, alpha, power, method, shrunk, coins, proportional)

    def treated_spread(self, effect: float) -> float:
        """Return the variance of a treated person's value when the value moves by an absolute effect."""
        if not self.base or not (self.coins or self.in_proportion):
            return self.spread
        grown = (1 + effect / self.base) ** 2
        if self.in_proportion:
            return self.spread * grown
        moved = min(max(self.base + effect, 0.0), 1.0)
        chance = min(self.base * (1 - self.base) / self.coins, self.spread)
        return moved * (1 - moved) / self.coins + (self.spread - chance) * grown

    def chance(self, effect: float, n: float) -> float:
        """Return the chance to find an absolute effect in n persons; for `always_valid` that of the planned end alone.

        Looks before the end can only add to it.
        """
        control, treated = n / (1 + self.ratio), n * self.ratio / (1 + self.ratio)
        if min(control, treated) <= 1:
            return 0.0
        one, other = self.spread / control, self.treated_spread(effect) / treated
        away = abs(effect) / sqrt(one + other)
        if self.method != "fixed":
            return float(ndtr(away - self._critical) + ndtr(-away - self._critical))
        df = (one + other) ** 2 / (one**2 / (control - 1) + other**2 / (treated - 1))
        critical = float(stdtrit(df, 1 - self.alpha / 2))
        return _beyond(critical, df, away) + _beyond(critical, df, -away)

    def detectable(self, n: float) -> float:
        """Return the smallest rise that n persons show with the power asked for; infinite where none is enough."""
        if min(n / (1 + self.ratio), n * self.ratio / (1 + self.ratio)) <= 1:
            return inf
        high = sqrt(self.spread / n)
        while self.chance(high, n) < self.power:
            high *= 2
            if high > _MOST * sqrt(self.spread):
                return inf
        return float(brentq(lambda effect: self.chance(effect, n) - self.power, 0.0, high, xtol=1e-12 * high))

    def units(self, effect: float) -> int:
        """Return the persons of both variants that an absolute effect needs; raises StatisticsError for none."""
        if not abs(effect) > 0:
            raise StatisticsError("an effect of 0 is never found", hint="state the smallest effect worth shipping")
        low = high = 2 * (1 + max(self.ratio, 1 / self.ratio))
        while self.chance(effect, high) < self.power:
            low, high = high, high * 2
            if high > _MOST:
                raise StatisticsError("no number of persons shows an effect this small", given=effect)
        if low == high:
            return ceil(low)
        return ceil(float(brentq(lambda n: self.chance(effect, n) - self.power, low, high, xtol=1e-6)))

    @cached_property
    def _critical(self) -> float:
        if self.method == "always_valid":
            # At the planned size the reach is the same for every size.
            return reach(1, self.alpha, 1)
        return float(bounds([(look + 1) / LOOKS for look in range(LOOKS)], self.alpha)[-1])


def _coins(traffic: Moments, kind: Kind) -> float:
    """Return the denominators a person of a metric that is a share, 0 for one that is none."""
    if kind == "mean":
        # Only of 0 and 1 do values and squares have one sum, and nothing but their sums is known here.
        return 1.0 if traffic.cross[X, X] == traffic.total[X] and 0 < traffic.mean[X] < 1 else 0.0
    return float(traffic.mean[Y]) if 0 < traffic.total[X] < traffic.total[Y] else 0.0


def _beyond(critical: float, df: float, away: float) -> float:
    """Return P(T > critical) of the noncentral t; far out, where scipy knows no number, by Johnson and Welch 1940."""
    below = float(nctdtr(df, away, critical))
    if isnan(below):
        return float(ndtr((away - critical * (1 - 1 / (4 * df))) / sqrt(1 + critical**2 / (2 * df))))
    return 1 - below
