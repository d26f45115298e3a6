"""The relative lift on the logarithmic scale: for values that are far from normal, and beside tools that report it."""

from math import expm1, log1p

from slotwise.statistics.comparing import Comparison
from slotwise.statistics.effect import Effect, effect


def by_logarithm(comparison: Comparison) -> Effect | None:
    """Return the relative lift with an interval that is symmetric in log(treated / control), by delta method.

    Never below -100 %. None where there is no relative lift, and where treated's value is not above 0.
    standard_error is of the logarithm; the p value is that of the logarithm. As in tools that report it, everybody's
    past is taken for known where values are adjusted by it; `Comparison.relative` is exact there.
    """
    plain = comparison.relative
    if plain is None or comparison.treated.value <= 0:
        return None
    one, other = comparison.treated, comparison.control
    variance = one.variance / one.value**2 + other.variance / other.value**2
    variance -= 2 * comparison.covariance / (one.value * other.value)
    found = effect(log1p(plain.value), variance, comparison.freedom(one.value / other.value), comparison.level)
    return Effect(plain.value, expm1(found.low), expm1(found.high), found.standard_error, found.p_value, found.log10_p)
