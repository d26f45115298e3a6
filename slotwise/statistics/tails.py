"""Tails of Student's t and chi-square: p values as logarithms, so that none is so small that it prints as 0."""

from collections.abc import Callable
from math import exp, inf, log, log1p, pi

from scipy.special import chdtrc, gammaln, log_ndtr, stdtr

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


def log_chi_square(x: float, df: int) -> float:
    """Return the natural logarithm of P(X >= x) of a chi-square with df degrees of freedom."""
    if x <= 0:
        return 0.0
    upper = float(chdtrc(df, x))
    if upper > _TINY:
        return log(upper)

    def log_density(at: float) -> float:
        return (df / 2 - 1) * log(at) - at / 2

    return _beyond(log_density, x, 0.5) - df / 2 * log(2) - float(gammaln(df / 2))


def _log_upper(t: float, df: float) -> float:
    def log_density(x: float) -> float:
        return -(df + 1) / 2 * log1p(x * x / df)

    scale = float(gammaln((df + 1) / 2) - gammaln(df / 2)) - 0.5 * log(df * pi)
    return _beyond(log_density, t, (df + 1) * t / (df + t * t)) + scale


def _beyond(log_density: Callable[[float], float], x: float, fall: float) -> float:
    """Return the logarithm of a density's integral from x on, far out where it falls about as exp(-fall * x).

    The density at x, times the integral of what is left of it beyond, relative to it.
    """
    here = log_density(x)
    # Seldom needed, and a tenth of a second to load: a service that starts does not wait for it.
    from scipy.integrate import quad

    rest, _ = quad(lambda s: exp(log_density(x + s / fall) - here), 0, inf)
    return here + log(rest / fall)
