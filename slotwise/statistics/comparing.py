"""Comparing two variants: the difference and the relative lift, at a fixed horizon and always valid."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, sqrt
from typing import NamedTuple

from slotwise.errors import StatisticsError
from slotwise.statistics import sequential
from slotwise.statistics.adjusting import UNSHARED, Level, adjusted, can_adjust, covariates, shared_level
from slotwise.statistics.careful import careful
from slotwise.statistics.effect import Effect, effect
from slotwise.statistics.estimating import Estimate, Kind, estimate
from slotwise.statistics.moments import Moments, X, Y

LEVEL = 0.95
FIRST = 30
"""Persons that each variant needs before anything holds at every look."""
CLEAR = 3.0
"""Standard errors that control's value must be above 0 before a share of it means anything."""


class Always(NamedTuple):
    """What holds however often somebody looks; `relative` is None where the comparison has none."""

    absolute: Effect
    relative: Effect | None


@dataclass(frozen=True)
class Comparison:
    """Treated less control; estimates as they are judged (adjusted by the past where `adjusted`).

    covariance: of the two values, when they come from the same units. df: degrees of freedom of t, None for Welch's.
    inflation: variance over that of the naive analysis that takes every exposure for independent; None for a mean.
    variance_ratio: variance over that without adjustment, 1 when there is none; not_adjusted says why there is none.
    past: what adjusted values have in common.
    """

    control: Estimate
    treated: Estimate
    level: float = LEVEL
    covariance: float = 0.0
    df: float | None = None
    inflation: float | None = None
    variance_ratio: float = 1.0
    adjusted: bool = False
    not_adjusted: str = ""
    past: Level = UNSHARED

    @property
    def n(self) -> int:
        """Persons of both variants."""
        return self.control.n + self.treated.n

    @property
    def variance(self) -> float:
        """Variance of the difference."""
        return self.variance_of(1.0, -1.0)

    def variance_of(self, treated: float, control: float) -> float:
        """Return the variance of so many times treated's value and so many times control's, added up."""
        found = treated**2 * self.treated.variance + control**2 * self.control.variance
        found += 2 * treated * control * self.covariance
        both = treated + control
        found += 2 * both * (treated * self.past.with_treated + control * self.past.with_control)
        return max(found + both**2 * self.past.own, 0.0)

    @property
    def refused(self) -> str:
        """Why the difference has no interval; empty when it has one."""
        return "" if self.variance > 0 else "the metric does not vary between persons"

    @property
    def relative_refused(self) -> str:
        """Why there is no relative lift; empty when there is one."""
        if self.control.value < 0:
            return "control's value is negative: a share of it says nothing"
        if self.control.value <= CLEAR * sqrt(self.variance_of(0.0, 1.0)):
            return f"control's value is not clearly above 0 ({CLEAR:g} standard errors)"
        return self.refused

    @cached_property
    def absolute(self) -> Effect:
        """The difference with Welch's interval (Welch 1947) and p value."""
        return effect(self.treated.value - self.control.value, self.variance, self.freedom(1.0), self.level)

    @cached_property
    def relative(self) -> Effect | None:
        """The difference as a share of control's value, by delta method with control's own variance in it.

        None where `relative_refused` says why.
        """
        if self.relative_refused:
            return None
        base, ratio = self.control.value, self.treated.value / self.control.value
        return effect(ratio - 1, self.variance_of(1.0, -ratio) / base**2, self.freedom(ratio), self.level)

    def always(self, planned_n: int, alpha: float | None = None) -> Always:
        """Return what holds at every look; planned_n: persons of both variants that the phase plans for.

        alpha: 1 - level unless given.
        """
        watched, share = self.watched, 1 - self.level if alpha is None else alpha
        both = [
            None if it is None else sequential.always(it.value, it.standard_error, self.n, planned_n, share)
            for it in (watched.absolute, watched.relative)
        ]
        assert both[0] is not None
        return Always(both[0], both[1])

    @cached_property
    def watched(self) -> "Comparison":
        """The comparison as it is judged while it runs: of a small variant that saw little nothing is taken for sure.

        Before both variants have `FIRST` persons it knows no variance at all: what holds at every look holds for
        many persons, and the first few are not.
        """
        if min(self.control.n, self.treated.n) < FIRST:
            control, treated = (replace(each, variance=0.0) for each in (self.control, self.treated))
            return replace(self, control=control, treated=treated, covariance=0.0, past=UNSHARED)
        if self.df is not None:
            return self
        control, treated = careful(self.control, self.treated)
        return replace(self, control=control, treated=treated)

    def freedom(self, ratio: float) -> float:
        """Welch-Satterthwaite for treated less `ratio` times control."""
        if self.df is not None:
            return self.df
        one, other = self.treated.variance, ratio**2 * self.control.variance
        below = one**2 / (self.treated.n - 1) + other**2 / (self.control.n - 1)
        return (one + other) ** 2 / below if below > 0 else inf


def compare(
    control: Moments, treated: Moments, kind: Kind = "mean", adjust: bool = False, level: float = LEVEL
) -> Comparison:
    """Compare two variants whose persons are different ones.

    kind: `mean` of x a person (a proportion is a mean of 0 and 1), or `ratio` of all x to all y. adjust: by the
    persons' past, where it varies. Raises StatisticsError with fewer than two persons in a variant, or nothing to
    divide by.
    """
    if not 0 < level < 1:
        raise StatisticsError("a level of confidence lies between 0 and 1", given=level)
    plain = estimate(control, kind), estimate(treated, kind)
    inflation = _inflation(control, treated, plain) if kind == "ratio" else None
    why_not = "not asked for"
    if adjust:
        everybody = control + treated
        by = covariates(everybody, kind)
        why_not = by.why_not
        if not why_not and not (can_adjust(control, kind) and can_adjust(treated, kind)):
            why_not = "nobody of a variant has a past"
        if not why_not:
            both = adjusted(control, everybody, kind, by), adjusted(treated, everybody, kind, by)
            before, after = (each[0].variance + each[1].variance for each in (plain, both))
            ratio, past = after / before if before else 1.0, shared_level(control, treated, kind, by)
            return Comparison(*both, level, inflation=inflation, variance_ratio=ratio, adjusted=True, past=past)
    return Comparison(*plain, level, inflation=inflation, not_adjusted=why_not)


def _inflation(control: Moments, treated: Moments, found: tuple[Estimate, Estimate]) -> float | None:
    """Return variance by person over variance by exposure, R (1 - R) / all y; None where R is no share."""
    naive = 0.0
    for moments in (control, treated):
        share = float(moments.total[X] / moments.total[Y])
        if not 0 < share < 1:
            return None
        naive += share * (1 - share) / float(moments.total[Y])
    return (found[0].variance + found[1].variance) / naive
