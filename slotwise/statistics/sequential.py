"""Always valid: intervals and p values that hold however often somebody looks.

The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, "Time-uniform central limit
theory and asymptotic confidence sequences", theorem 2.2, tightest near the planned number of persons N* (section 2.4):
half width = se sqrt(n) sqrt(2 (n rho^2 + 1) / (n rho)^2 ln(sqrt(n rho^2 + 1) / alpha)); one-sided by proposition B.1.
"""

from collections.abc import Iterable
from math import exp, expm1, inf, log, sqrt

from slotwise.errors import StatisticsError
from slotwise.statistics.effect import Effect, unknown

_LN10 = log(10)


def rho(alpha: float, planned_n: float) -> float:
    """Return the tuning under which the sequence is tightest at `planned_n` persons; fixed for a phase."""
    if not (0 < alpha < 1 and planned_n > 0):
        raise StatisticsError("alpha lies between 0 and 1, and somebody is planned for", given=(alpha, planned_n))
    return sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned_n)


def reach(n: int, alpha: float, planned_n: float) -> float:
    """Return the half width in standard errors after n persons, two-sided."""
    grown = n * rho(alpha, planned_n) ** 2
    return sqrt(2 * (grown + 1) / grown * log(sqrt(grown + 1) / alpha))


def reach_one_sided(n: int, alpha: float, planned_n: float) -> float:
    """Return how many standard errors a one-sided bound is away after n persons."""
    # With twice the alpha: the two tails of the two-sided sequence that it would be the half of.
    grown = n * rho(min(2 * alpha, 0.999), planned_n) ** 2
    return sqrt(2 * (grown + 1) / grown * log(1 + sqrt(grown + 1) / (2 * alpha)))


def log_p(z: float, n: int, alpha: float, planned_n: float) -> float:
    """Return the natural logarithm of the always-valid p value of a difference of z standard errors.

    The smallest level at which the sequence tuned for `alpha` leaves 0 out.
    """
    grown = n * rho(alpha, planned_n) ** 2
    return min(0.5 * log(grown + 1) - z * z * grown / (2 * (grown + 1)), 0.0)


def always(value: float, standard_error: float, n: int, planned_n: float, alpha: float) -> Effect:
    """Return the always-valid interval and p value of a difference seen in n persons of both variants."""
    if standard_error <= 0 or n < 1:
        return unknown(value)
    half = reach(n, alpha, planned_n) * standard_error
    natural = log_p(value / standard_error, n, alpha, planned_n)
    return Effect(value, value - half, value + half, standard_error, exp(natural), natural / _LN10)


def running(looks: Iterable[Effect]) -> list[Effect]:
    """Return, for every look, what all looks up to it say together: bounds intersect, p takes its minimum.

    Looks that contradict each other (the intersection is empty) mean that the effect itself changed; from there on the
    intersection begins anew, while p keeps what it has found.
    """
    found: list[Effect] = []
    low, high, log10_p = -inf, inf, 0.0
    for look in looks:
        low, high, log10_p = max(low, look.low), min(high, look.high), min(log10_p, look.log10_p)
        if low > high:
            low, high = look.low, look.high
        found.append(Effect(look.value, low, high, look.standard_error, exp(log10_p * _LN10), log10_p))
    return found


def log_p_one_sided(z: float, n: int, alpha: float, planned_n: float) -> float:
    """Return the natural logarithm of the always-valid p value of z standard errors on the one side that is asked."""
    grown = n * rho(min(2 * alpha, 0.999), planned_n) ** 2
    exponent = max(z, 0.0) ** 2 * grown / (2 * (grown + 1))
    if exponent <= 0:
        return 0.0
    # ln(exp(e) - 1), for an e of any size.
    return min(0.5 * log(grown + 1) - log(2) - (exponent + log(-expm1(-exponent))), 0.0)
