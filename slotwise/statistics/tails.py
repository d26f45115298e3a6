"""Tails of Student's t: p values as logarithms, so that none is ever so small that it prints as 0."""

from math import exp, inf, log, log1p

from scipy.integrate import quad
from scipy.special import gammaln, log_ndtr, stdtr

_TINY = 1e-290
_MANY = 1e8
"""Degrees of freedom from which on t is the normal distribution to every digit that a float has."""


def log_two_sided(t: float, df: float) -> float:
    """Return the natural logarithm of P(|T| >= |t|); 0.0 for t = 0."""
    size = abs(t)
    if size == inf:
        return -inf
    if df >= _MANY:
        return min(log(2) + float(log_ndtr(-size)), 0.0)
    upper = float(stdtr(df, -size))
    return min(log(2) + (log(upper) if upper > _TINY else _log_upper(size, df)), 0.0)


def text(log10_p: float) -> str:
    """Return a p value for reading, however small: `0.0312`, `4.1e-07`, `3.2e-412`."""
    if log10_p == -inf:
        return "0"
    if log10_p > -4:
        return f"{10**log10_p:.4f}"
    power = int(log10_p // 1)
    digits = f"{10 ** (log10_p - power):.1f}"
    return f"1.0e{power + 1:+03d}" if digits == "10.0" else f"{digits}e{power:+03d}"


def _log_upper(t: float, df: float) -> float:
    """Return log P(T >= t) far out: the density at t, times the integral of what is left of it beyond, relative."""

    def log_density(x: float) -> float:
        return -(df + 1) / 2 * log1p(x * x / df)

    here = log_density(t)
    fall = (df + 1) * t / (df + t * t)
    beyond, _ = quad(lambda s: exp(log_density(t + s / fall) - here), 0, inf)
    scale = float(gammaln((df + 1) / 2) - gammaln(df / 2)) - 0.5 * log(df * 3.141592653589793)
    return here + scale + log(beyond / fall)
