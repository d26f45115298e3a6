"""Effect: a difference with its interval and its p value."""

from dataclasses import asdict, dataclass
from math import exp, inf, isfinite, log, sqrt
from typing import Any

from scipy.special import stdtrit

from slotwise.statistics import tails

_LN10 = log(10)


@dataclass(frozen=True)
class Effect:
    """A difference; the p value is against no difference, on both sides.

    With a standard error of 0 nothing varied, so nothing can be told: the interval is infinite and p is 1.
    `log10_p` is exact where `p_value` is too small for a float.
    """

    value: float
    low: float
    high: float
    standard_error: float
    p_value: float
    log10_p: float

    @property
    def p_text(self) -> str:
        """The p value for reading; never `0` for a p that is small."""
        return tails.text(self.log10_p)

    def to_json(self) -> dict[str, Any]:
        """Return plain values; None for a bound that is infinite."""
        found = asdict(self) | {"p_text": self.p_text}
        return {name: None if isinstance(it, float) and not isfinite(it) else it for name, it in found.items()}


def effect(value: float, variance: float, df: float, level: float) -> Effect:
    """Return a difference with its t interval; `variance` is the difference's own."""
    if variance <= 0 or not df > 0:
        return unknown(value)
    error = sqrt(variance)
    half = float(stdtrit(df, (1 + level) / 2)) * error
    log_p = tails.log_two_sided(value / error, df)
    return Effect(value, value - half, value + half, error, exp(log_p), log_p / _LN10)


def unknown(value: float) -> Effect:
    """Return a difference of which nothing but its value is known."""
    return Effect(value, -inf, inf, 0.0, 1.0, 0.0)
