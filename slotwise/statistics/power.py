"""Power: which effect so many persons show, and how many an effect needs, from the sums of live traffic."""

from dataclasses import dataclass
from math import ceil, inf, isnan, sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.special import nctdtr, ndtr, stdtrit

from slotwise.errors import StatisticsError
from slotwise.statistics.adjusting import adjusted, covariates
from slotwise.statistics.estimating import Kind, estimate
from slotwise.statistics.moments import Moments
from slotwise.statistics.sequential import reach
from slotwise.statistics.spending import bounds

Method = Literal["fixed", "always_valid", "group_sequential"]
LOOKS = 5
"""Looks that a group sequential plan takes, evenly spaced."""
_MOST = 1e15


@dataclass(frozen=True)
class Power:
    """What a comparison of two variants can show; persons are those of both variants together.

    base: control's value. spread: variance of a person's value, after adjustment by the past. ratio: treated persons
    for each of control's. The treated are taken to vary as control does.
    """

    base: float
    spread: float
    ratio: float = 1.0
    alpha: float = 0.05
    power: float = 0.8
    method: Method = "fixed"
    variance_ratio: float = 1.0

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
    ) -> "Power":
        """Plan from persons as they are without an experiment; raises StatisticsError where the metric never varies."""
        plain = found = estimate(traffic, kind)
        if adjust and not (by := covariates(traffic, kind)).why_not:
            found = adjusted(traffic, traffic, kind, by)
        shrunk = found.variance / plain.variance if plain.variance else 1.0
        return cls(plain.value, found.variance * traffic.n, ratio, alpha, power, method, shrunk)

    def chance(self, effect: float, n: float) -> float:
        """Return the chance to find an absolute effect in n persons; for `always_valid` that of the planned end alone.

        Looks before the end can only add to it.
        """
        control, treated = n / (1 + self.ratio), n * self.ratio / (1 + self.ratio)
        if min(control, treated) <= 1:
            return 0.0
        away = abs(effect) / sqrt(self.spread * (1 / control + 1 / treated))
        if self.method != "fixed":
            critical = self._critical(n)
            return float(ndtr(away - critical) + ndtr(-away - critical))
        df = (1 / control + 1 / treated) ** 2 / (1 / (control**2 * (control - 1)) + 1 / (treated**2 * (treated - 1)))
        critical = float(stdtrit(df, 1 - self.alpha / 2))
        return _beyond(critical, df, away) + _beyond(critical, df, -away)

    def detectable(self, n: float) -> float:
        """Return the smallest absolute effect that n persons show with the power asked for; infinite for too few."""
        if min(n / (1 + self.ratio), n * self.ratio / (1 + self.ratio)) <= 1:
            return inf
        high = 10 * sqrt(self.spread / n * (1 + self.ratio) ** 2 / self.ratio)
        while self.chance(high, n) < self.power:
            high *= 2
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

    def _critical(self, n: float) -> float:
        if self.method == "always_valid":
            return reach(max(int(n), 1), self.alpha, n)
        return float(bounds([(look + 1) / LOOKS for look in range(LOOKS)], self.alpha)[-1])


def _beyond(critical: float, df: float, away: float) -> float:
    """Return P(T > critical) of the noncentral t; far out, where scipy knows no number, by Johnson and Welch 1940."""
    below = float(nctdtr(df, away, critical))
    if isnan(below):
        return float(ndtr((away - critical * (1 - 1 / (4 * df))) / sqrt(1 + critical**2 / (2 * df))))
    return 1 - below
