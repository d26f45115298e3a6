"""Margins: a metric that must not get worse by more than is borne; harm beyond it, and proof of none.

One-sided on both sides of the margin: to stop a variant its harm must be shown, to ship it the absence of harm must
be shown (non-inferiority). "Not significantly worse" is neither.
"""

from math import exp, inf, log, sqrt
from typing import Literal, NamedTuple

from scipy.special import stdtrit

from slotwise.errors import StatisticsError
from slotwise.statistics import tails
from slotwise.statistics.comparing import Comparison
from slotwise.statistics.sequential import log_p_one_sided, reach_one_sided

Worse = Literal["lower", "higher"]
FEW = 100
"""Persons that each variant needs before something that never varied counts as known."""


class Margin(NamedTuple):
    """How much worse a variant is than what is borne, in the metric's own unit: above 0 is beyond the margin.

    low, high: one-sided bounds, each at its own alpha. p_value: of a harm this large were the margin just kept.
    """

    harm: float
    low: float
    high: float
    p_value: float
    breached: bool
    """The margin is broken: stop."""
    inside: bool
    """The margin is kept: nothing stands in the way of shipping."""


def margin(
    comparison: Comparison,
    borne: float,
    worse: Worse = "lower",
    alpha: float = 0.05,
    planned_n: int | None = None,
) -> Margin:
    """Judge a comparison against a margin; borne: share of control's value (of its size, where that is negative).

    planned_n: persons of both variants that the phase plans for: bounds are then always valid, so that they may be
    watched while the experiment runs; None: bounds for one look. Raises StatisticsError for a negative margin.
    """
    if borne < 0:
        raise StatisticsError("a margin is a share of control's value and not negative", given=borne)
    sign = 1.0 if worse == "higher" else -1.0
    judged = comparison if planned_n is None else comparison.watched
    control, treated = judged.control, judged.treated
    slope = -sign - (borne if control.value >= 0 else -borne)
    harm = sign * treated.value + slope * control.value
    variance = judged.variance_of(sign, slope)
    if variance <= 0:
        return _unvarying(comparison, harm, worse)
    error = sqrt(variance)
    if planned_n is None:
        df = judged.freedom(-slope * sign)
        half = float(stdtrit(df, 1 - alpha)) * error
        p_value = _one_sided_t(harm / error, df)
    else:
        half = reach_one_sided(judged.n, alpha, planned_n) * error
        p_value = exp(log_p_one_sided(harm / error, judged.n, alpha, planned_n))
    return Margin(harm, harm - half, harm + half, p_value, harm - half > 0, harm + half < 0)


def _unvarying(comparison: Comparison, harm: float, worse: Worse) -> Margin:
    """Judge values that never varied: known when seen often, but where nothing at all happened no loss is ruled out."""
    control, treated = comparison.control, comparison.treated
    known = comparison.variance == 0 and min(control.n, treated.n) >= FEW
    nothing = worse == "lower" and treated.value == 0
    return Margin(harm, -inf, inf, 1.0, known and harm > 0, known and harm <= 0 and not nothing)


def _one_sided_t(t: float, df: float) -> float:
    upper = exp(tails.log_two_sided(t, df) - log(2))
    return upper if t >= 0 else 1 - upper
